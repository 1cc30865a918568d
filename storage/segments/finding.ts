/** What a check found. */

export const FINDING_KINDS = [
  "file_missing", // a row without a file
  "row_missing", // a finished file without a row
  "open_file", // a `.part`: being written, or left by a crash
  "strange_file", // no segment's name
  "wrong_size",
  "wrong_hash",
  "unreadable", // the boxes cannot be read
  "gop_table_wrong", // the GOP table does not fit the file
  "chain_broken",
  "chain_cut_off",
  "tally_wrong", // stored bytes or count of a stream
  "deletion_pending",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  /** `error` = evidence is missing or not what it was; `warning` = settled by recovery; `notice` = to know. */
  readonly severity: "error" | "warning" | "notice";
  readonly kind: FindingKind;
  /** Below the segments folder. */
  readonly path: string;
  readonly segmentId: number | null;
  /** English, for the log and the command line. */
  readonly message: string;
}
