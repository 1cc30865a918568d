/**
 * What the link carries before anything was measured: what this page's own files took to arrive, what
 * was measured last in this tab, what the browser says. kbit/s; null = no idea.
 */

const KEPT = "vms.link";
/** Smaller files say more about latency than about the link. */
const TELLING_BYTES = 30_000;

interface Connection {
  readonly connection?: { readonly downlink?: number };
}

export function guessLinkKbps(): number | null {
  return keptKbps() ?? arrivedKbps(performance.getEntriesByType("resource")) ?? saidKbps();
}

export function keepLinkKbps(kbps: number | null): void {
  if (kbps !== null) sessionStorage.setItem(KEPT, String(Math.round(kbps)));
}

function keptKbps(): number | null {
  const kept = Number(sessionStorage.getItem(KEPT) ?? 0);
  return kept > 0 ? kept : null;
}

/** The slowest of the page's large files: the others may have shared the link with it. */
export function arrivedKbps(entries: readonly PerformanceEntry[]): number | null {
  const rates = (entries as PerformanceResourceTiming[])
    .filter((entry) => entry.transferSize >= TELLING_BYTES && entry.duration > 0)
    .map((entry) => (entry.transferSize * 8) / entry.duration);
  return rates.length === 0 ? null : Math.min(...rates);
}

/** Browsers say nothing above 10 Mbit/s, and "10" on a link that they do not know. */
function saidKbps(): number | null {
  const { connection } = navigator as unknown as Connection;
  const downlink = connection?.downlink ?? 10;
  return downlink > 0 && downlink < 9 ? downlink * 1000 : null;
}
