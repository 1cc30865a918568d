/** The web page that answers where somebody expected a stream: a mistake people really make. */
export const WEB_PAGE = `<!doctype html>
<html><head><title>IP Camera</title></head>
<body><h1>IP Camera</h1><form><input name="user"><input name="pass" type="password"></form></body></html>
`;

/** A whole HTTP answer, for the RTSP port. */
export function webPageAnswer(): string {
  return [
    "HTTP/1.1 200 OK",
    "Content-Type: text/html; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(WEB_PAGE)}`,
    "Connection: close",
    "",
    WEB_PAGE,
  ].join("\r\n");
}
