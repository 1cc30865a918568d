/** File names of downloads and the header that carries them. Pure. */

/** `Cổng làng 2026-01-15 10.00.00.mp4`: the camera's name and the start in the site's time zone. */
export function downloadName(
  cameraName: string,
  startMs: number,
  timeZone: string,
  ending: string,
): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(startMs);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const time = `${part("year")}-${part("month")}-${part("day")} ${part("hour")}.${part("minute")}.${part("second")}`;
  // What file systems or shells of any system refuse, and control characters.
  const name = [...cameraName.normalize("NFC")]
    .map((char) => (char < " " || '<>:"/\\|?*\u007f'.includes(char) ? " " : char))
    .join("")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .slice(0, 120)
    .trim();
  return `${name || "camera"} ${time}.${ending}`;
}

/**
 * `Content-Disposition: attachment` with a name in any script (RFC 6266 section 5, RFC 8187); the
 * plain one is for old programs.
 */
export function attachment(fileName: string): string {
  const plain = fileName
    .replace(/[đĐ]/g, (char) => (char === "đ" ? "d" : "D"))
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
