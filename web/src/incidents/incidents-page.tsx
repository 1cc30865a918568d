/** stub */
export function IncidentsPage() { return null; }
export function IncidentPage(_: { readonly incidentId: string }) { return null; }
