/** Another process that writes what it is sent in small pieces, so that readers meet half records. */
import { closeSync, openSync, writeSync } from "node:fs";

const [path] = process.argv.slice(2);

process.once("message", (text) => {
  const bytes = Buffer.from(text, "base64");
  const file = openSync(path, "w");
  let at = 0;
  const write = () => {
    for (let piece = 0; piece < 40 && at < bytes.length; piece++) {
      const length = Math.min(1 + ((at * 7) % 23), bytes.length - at);
      at += writeSync(file, bytes, at, length);
    }
    if (at < bytes.length) setImmediate(write);
    else {
      closeSync(file);
      process.disconnect();
    }
  };
  write();
});
