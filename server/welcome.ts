/** What a person reads in the terminal when the system has started; Vietnamese first. Pure. */

export interface WelcomeFacts {
  readonly port: number;
  /** Addresses in the local network; empty when only this host may come. */
  readonly addresses: readonly string[];
  /** Set at the very first start only. */
  readonly firstAdmin?: { readonly login: string; readonly oneTimePassword: string } | undefined;
  readonly demo: boolean;
}

/** The lines, ending with a line feed. */
export function welcomeText(facts: WelcomeFacts): string {
  const lines = [
    "  Cổng Làng đang chạy. Mở bằng trình duyệt / is running, open in a browser:",
    ...addresses(facts),
    ...firstLogin(facts),
    "",
    ...howToAdd(facts.demo),
  ];
  return framed(lines);
}

/** The same once more, short, when the demo's cameras have come: the log has pushed it up by then. */
export function demoReadyText(facts: WelcomeFacts): string {
  const lines = ["  Camera mẫu đã sẵn sàng / The demo cameras are ready:", ...addresses(facts)];
  return framed([...lines, ...firstLogin(facts)]);
}

function framed(lines: readonly string[]): string {
  return `\n${lines.join("\n")}\n\n`;
}

function addresses({ port, addresses }: WelcomeFacts): string[] {
  return ["localhost", ...addresses].map((host) => `      http://${host}:${port}/`);
}

function firstLogin({ firstAdmin }: WelcomeFacts): string[] {
  if (!firstAdmin) return [];
  return [
    "",
    "  Đăng nhập lần đầu (mật khẩu dùng một lần, chỉ hiện ở đây) / First login (one-time password, shown only here):",
    `      tên / name:          ${firstAdmin.login}`,
    `      mật khẩu / password: ${firstAdmin.oneTimePassword}`,
  ];
}

function howToAdd(demo: boolean): string[] {
  const lines = [
    "  Thêm camera thật: Cài đặt → Camera → Thêm camera.",
    "  Add real cameras: Settings → Cameras → Add camera.",
  ];
  if (!demo) return lines;
  return [
    "  Camera mẫu: máy tự vẽ hình và phát như camera thật; lần đầu mất khoảng một phút.",
    "  Demo cameras: drawn by this machine and sent like real ones; the first time takes about a minute.",
    ...lines,
    "  Bỏ camera mẫu / without demo cameras: npm start -- --no-demo",
  ];
}
