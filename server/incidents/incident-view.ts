/** Makes the contract's view of an incident and the audit log's account of a change; pure. */
import type { IncidentView } from "#contract";
import type { IncidentEntry } from "#storage";

/** What a change changed, for the audit log. */
export function incidentDifferences(
  before: IncidentEntry,
  after: IncidentEntry,
): Record<string, unknown> {
  const watched = ["kind", "start_ms", "end_ms", "note", "place_id", "state"] as const;
  const detail: Record<string, unknown> = {};
  for (const key of watched) {
    if (before[key] !== after[key]) detail[key] = { from: before[key], to: after[key] };
  }
  if (before.cameraIds.join() !== after.cameraIds.join()) {
    detail.cameraIds = { from: before.cameraIds, to: after.cameraIds };
  }
  return detail;
}

/** The contract's view of an incident. */
export function toIncidentView(entry: IncidentEntry): IncidentView {
  return {
    id: entry.id,
    kind: entry.kind,
    atMs: entry.at_ms,
    startMs: entry.start_ms,
    endMs: entry.end_ms,
    note: entry.note,
    placeId: entry.place_id,
    state: entry.state,
    cameraIds: entry.cameraIds,
    authorId: entry.author_id,
    authorName: entry.authorName,
    held: entry.held,
    createdMs: entry.created_ms,
    updatedMs: entry.updated_ms,
    version: entry.version,
  };
}
