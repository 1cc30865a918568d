/** The storage floor's door: everything that recorder and server may use, by name. */
export { type AuditFilter, AuditTable } from "./catalogue/audit-table.ts";
export { CameraMotionTable } from "./catalogue/camera-motion-table.ts";
export { CameraTable } from "./catalogue/camera-table.ts";
export { Catalogue, type CatalogueOptions, openCatalogue } from "./catalogue/catalogue.ts";
export { decodeBox, encodeBox } from "./catalogue/event-box.ts";
export {
  type EventFilter,
  type EventKey,
  type EventMarkRow,
  eventCursor,
  parseEventCursor,
} from "./catalogue/event-lanes.ts";
export { EventSeenTable } from "./catalogue/event-seen-table.ts";
export { type BoxQuery, EventTable } from "./catalogue/event-table.ts";
export { foldText } from "./catalogue/fold-text.ts";
export { GapTable } from "./catalogue/gap-table.ts";
export { type HoldFilter, type HoldRelease, HoldTable } from "./catalogue/hold-table.ts";
export {
  type IncidentEntry,
  type IncidentFilter,
  IncidentTable,
  incidentCursor,
} from "./catalogue/incident-table.ts";
export { MotionHourTable } from "./catalogue/motion-hour-table.ts";
export { PlaceTable } from "./catalogue/place-table.ts";
export type {
  AuditEntry,
  Camera,
  CameraChange,
  CameraMotion,
  DeletedSegment,
  EventChange,
  EventEntry,
  Gap,
  Hold,
  Incident,
  IncidentChange,
  MotionHourEntry,
  NewAuditEntry,
  NewCamera,
  NewEvent,
  NewHold,
  NewIncident,
  NewSegment,
  NewUser,
  Place,
  Segment,
  Session,
  StreamHead,
  User,
  UserChange,
} from "./catalogue/schema.ts";
export { SegmentTable, type SegmentTotals } from "./catalogue/segment-table.ts";
export { SessionTable } from "./catalogue/session-table.ts";
export { SettingTable } from "./catalogue/setting-table.ts";
export { type LockoutPolicy, UserTable } from "./catalogue/user-table.ts";
export { type DataFolder, openDataFolder, readOrMakeKey } from "./data-folder.ts";
export { eventNews } from "./events/event-news.ts";
export {
  EVENT_PICTURES,
  type EventPicture,
  eventPicturePath,
} from "./events/event-path.ts";
export { readEventPicture, writeEventPicture } from "./events/event-pictures.ts";
export { deleteOldEvents } from "./events/event-retention.ts";
export { type FolderLock, type LockHolder, lockDataFolder } from "./folder-lock.ts";
export { Clip, type ClipFragment, type ReadBytes } from "./media/clip.ts";
export {
  type FfmpegExit,
  FfmpegProcess,
  type RunOptions,
  type RunResult,
  runFfmpeg,
  type SpawnOptions,
  spawnFfmpeg,
  spawnFfmpegReading,
} from "./media/ffmpeg.ts";
// --- storage/media: names listed by the owner of that folder ---
export {
  type FfmpegInput,
  type FfmpegOutput,
  type FfmpegPlan,
  ffmpegArgs,
  inputScript,
  scriptInput,
} from "./media/ffmpeg-args.ts";
export { classifyFfmpegError, type FfmpegFault } from "./media/ffmpeg-error.ts";
export { type FfmpegVersion, ffmpegVersion, requireFfmpeg } from "./media/ffmpeg-version.ts";
export { FragmentParser, type FragmentSink, type ParsedFragment } from "./media/fragment-parser.ts";
export {
  fragmentHeadBytes,
  patchPrft,
  patchSequence,
  patchTfdt,
  readPrft,
} from "./media/fragment-patch.ts";
export { decodeFrames, type FrameBatchRequest } from "./media/frame-batch.ts";
export {
  decodeFrame,
  encodeJpeg,
  type FrameRequest,
  fitWidth,
  frameJpeg,
  pictureToWebp,
  type RawPicture,
} from "./media/image.ts";
export {
  findKeyframe,
  type KeyframeOptions,
  type KeyframePlace,
  keyframeFragment,
  pictureInit,
} from "./media/keyframes.ts";
export { mergeInits, SOUND_TRACK_ID } from "./media/merge-inits.ts";
export {
  buildFragmentHead,
  type Moof,
  type NewFragment,
  type NewTrackFragment,
  parseMoof,
  type Sample,
  type TrackFragment,
} from "./media/moof.ts";
export { type MovingPictureOptions, movingPicture } from "./media/moving-picture.ts";
export { type InitInfo, parseInit, parseTracks, type TrackInfo } from "./media/mp4-init.ts";
export { type NutFrame, NutReader } from "./media/nut-reader.ts";
export { OutputSockets } from "./media/output-sockets.ts";
export {
  type FrameToDecode,
  SmallDecoder,
  type SmallDecoderOptions,
} from "./media/small-decoder.ts";
export {
  cutOut,
  i420Bytes,
  type PictureSize,
  rgbToWebp,
  type SmallPicture,
  shrink,
  sizeOfArea,
  smallJpeg,
} from "./media/small-picture.ts";
export { type SmallCopy, type TranscodeRequest, transcodeSmall } from "./media/transcode.ts";
export { cellActivity } from "./motion/cell-activity.ts";
export { motionDensity } from "./motion/motion-density.ts";
export { MotionGridWriter, type MotionGridWriterOptions } from "./motion/motion-grid-writer.ts";
export { findMotion } from "./motion/motion-search.ts";
export type {
  CellActivity,
  CellActivityQuery,
  MotionAnswer,
  MotionBucket,
  MotionDensityQuery,
  MotionHour,
  MotionQuery,
  MotionRun,
  MotionSecond,
} from "./motion/motion-types.ts";
export { deleteMotionBefore } from "./motion/remove-motion.ts";
export { parseSheetName, SHEET_MS, sheetName, sheetStartMs } from "./preview/preview-path.ts";
export { type PreviewSheet, PreviewStore } from "./preview/preview-store.ts";
export type { SheetHead, SheetPicture } from "./preview/sheet-file.ts";
export type { Tile } from "./preview/tile-file.ts";
export { BALLAST_BYTES, Ballast } from "./retention/ballast.ts";
export {
  type DiskSpace,
  type DiskState,
  diskSpace,
  diskState,
  reserveBytes,
} from "./retention/disk-space.ts";
export { type ForecastInput, forecastDays } from "./retention/forecast.ts";
export {
  RetentionJob,
  type RetentionJobOptions,
  type RetentionReport,
  type RetentionSettings,
} from "./retention/retention-job.ts";
export {
  planRetention,
  type RetentionCandidate,
  type RetentionPlan,
  type RetentionState,
  type RetentionWarning,
} from "./retention/retention-plan.ts";
export { seal, unseal } from "./secrets.ts";
export {
  type CheckLevel,
  type CheckOptions,
  type CheckReport,
  checkSegments,
} from "./segments/check.ts";
export type { Finding, FindingKind } from "./segments/finding.ts";
export {
  decodeGopTable,
  encodeGopTable,
  type Gop,
  gopsEndMs,
  ticksToMs,
} from "./segments/gop-table.ts";
export { findOpenSegment, listOpenSegments } from "./segments/open-segment.ts";
export { type RebuildOptions, type RebuildReport, rebuildCatalogue } from "./segments/rebuild.ts";
export { type RecoverOptions, type RecoveryReport, recoverSegments } from "./segments/recover.ts";
export { type DeleteOptions, type DeleteResult, deleteSegments } from "./segments/remove.ts";
export type { OpenSegment, SegmentFacts, SegmentInit } from "./segments/segment.ts";
export { type GopTiming, SegmentFile, type SegmentFileOptions } from "./segments/segment-file.ts";
export {
  absolutePath,
  type ParsedSegmentPath,
  parseSegmentPath,
  type SegmentName,
  segmentBaseName,
  segmentPath,
} from "./segments/segment-path.ts";
// --- end of storage/media ---
