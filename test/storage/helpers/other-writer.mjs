/**
 * Another process at the catalogue: `N` = N write transactions, `hold` = one that lasts until the
 * parent says so. Tells the parent when it has begun.
 */
import SqliteConnection from "better-sqlite3";

const [path, mode] = process.argv.slice(2);
const sqlite = new SqliteConnection(path, { timeout: 20_000 });

if (mode === "hold") {
  sqlite.exec("begin immediate");
  process.once("message", () => {
    sqlite.exec("commit");
    sqlite.close();
    process.exit(0);
  });
  process.send("begun");
} else {
  const write = sqlite.prepare(
    "insert into setting values ('other-writer', ?, 0) on conflict (key) do update set value = excluded.value",
  );
  const count = Number(mode);
  for (let index = 1; index <= count; index++) {
    write.run(String(index));
    if (index === 1) process.send("begun");
  }
  sqlite.close();
  process.disconnect();
}
