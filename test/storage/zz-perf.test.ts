import Database from "better-sqlite3";
import { test } from "vitest";
import { openDataFolder, openCatalogue, encodeGopTable } from "#storage";
import { addCamera } from "./helpers/storage-fixture.ts";
import { existsSync } from "node:fs";
test("perf", async () => {
  const path = "/tmp/perf-storage";
  const fresh = !existsSync(path);
  const folder = await openDataFolder(path);
  const c = await openCatalogue({ path: folder.cataloguePath });
  const t0 = Date.UTC(2026,0,1);
  if (fresh) {
    for (let i=0;i<18;i++) await addCamera(c, `cam-${i}`);
    const db = new Database(folder.cataloguePath);
    const gops = Array.from({length: 30}, (_, i) => ({ mediaTime: i*180000, durationTicks: 180000, startMs: t0+i*2000+(i%3), offset: 1000+i*500000, sizeBytes: 500000, frames: 30 }));
    const table = encodeGopTable(gops, 90000);
    console.log("gop bytes", table.length);
    const ins = db.prepare("insert into segment(camera_id,stream,run_id,start_ms,end_ms,path,size_bytes,init_bytes,init_sha,sha256,chain,timescale,codec,width,height,audio_codec,created_ms) values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    const insg = db.prepare("insert into segment_gops values(?,?)");
    const s = performance.now();
    for (let day=0; day<30; day++) db.transaction(() => {
      for (let m=0;m<1440;m++) for (let i=0;i<18;i++) for (const st of ["main","sub"]) {
        const a = t0 + day*86400000 + m*60000 + i*7;
        const r = ins.run(`cam-${i}`, st, "r1", a, a+60000, `cam-${i}/${st}/2026-01-01/${a}-r1.mp4`, 15000000, 1000, "ab".repeat(32), Buffer.alloc(32,m%255), Buffer.alloc(32,day), 90000, "avc1.640028", 1920,1080,null,a);
        insg.run(r.lastInsertRowid, table);
      }
    })();
    db.exec("insert into stream_head select camera_id, stream, max(id), zeroblob(32), sum(size_bytes), count(*) from segment group by 1,2");
    console.log("fill", performance.now()-s);
    db.close();
  }
  async function time(name: string, f: (i: number) => Promise<unknown>, n = 40) {
    const ts: number[] = []; let last: unknown;
    for (let i=0;i<n;i++) { const s = performance.now(); last = await f(i); ts.push(performance.now()-s); }
    ts.sort((a,b)=>a-b);
    console.log(name, "p50", ts[n>>1]!.toFixed(2), "p95", ts[Math.floor(n*.95)]!.toFixed(2), "max", ts.at(-1)!.toFixed(2), JSON.stringify(last)?.length);
  }
  const day = (i: number) => ({ startMs: t0 + (i%29)*86400000, endMs: t0 + (i%29+1)*86400000 });
  await time("spans day", (i) => c.segments.listSpans(`cam-${i%18}`, "main", day(i), 2000));
  await time("spans month", (i) => c.segments.listSpans(`cam-${i%18}`, "main", { startMs: t0, endMs: t0+30*86400000 }, 2000), 10);
  const bounds = Array.from({length: 32}, (_, d) => t0 + d*86400000);
  await time("calendar", (i) => c.segments.daysWithFootage(`cam-${i%18}`, { startMs: t0, endMs: bounds[31]! }, bounds));
  await time("playlist 1h", async (i) => { const d = day(i); const s = await c.segments.listOverlapping(`cam-${i%18}`, "main", { startMs: d.startMs, endMs: d.startMs+3600000 }); return (await c.segments.listGopTables(s.map(x=>x.id))).size; });
  await time("playlist 6h", async (i) => { const d = day(i); const s = await c.segments.listOverlapping(`cam-${i%18}`, "main", { startMs: d.startMs, endMs: d.startMs+6*3600000 }); return (await c.segments.listGopTables(s.map(x=>x.id))).size; });
  await time("totals", () => c.segments.totals());
  await time("totals cam", () => c.segments.totals("cam-3"));
  await time("candidates", (i) => c.deletedSegments.listCandidates(`cam-${i%18}`, "main", 200));
  await time("gaps", (i) => c.gaps.listOverlapping(`cam-${i%18}`, "main", day(i)));
  await c.close();
}, 600000);
