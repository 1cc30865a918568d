/** stub */
export function SystemPage() { return null; }
