/** Lists of cameras from YAML and CSV: what is understood, and how every bad line is named. */
import { describe, expect, test } from "vitest";
import { VmsError } from "#base/errors";
import { parseCameraList } from "#config";

const GATE = {
  name: "Cổng đông",
  mainUrl: "rtsp://192.168.1.20:554/main",
  subUrl: "rtsp://192.168.1.20:554/sub",
  username: "admin",
  password: "p@ss:1",
  place: "Cổng làng",
  retentionDays: 45,
  transport: "udp",
} as const;

const MARKET = {
  name: "Chợ",
  mainUrl: "rtsp://192.168.1.21/main",
  subUrl: null,
  username: null,
  password: null,
  place: null,
  retentionDays: null,
  transport: "tcp",
} as const;

function problems(text: string, format: "yaml" | "csv"): string[] {
  try {
    parseCameraList(text, format);
  } catch (thrown) {
    if (!(thrown instanceof VmsError)) throw thrown;
    expect(thrown.reason).toBe("camera_list.invalid");
    return thrown.details.problems as string[];
  }
  throw new Error("it was accepted");
}

describe("what is understood", () => {
  test.each([
    [
      "English headers, credentials in columns",
      "name,mainUrl,subUrl,username,password,place,retentionDays,transport\n" +
        "Cổng đông,rtsp://192.168.1.20:554/main,rtsp://192.168.1.20:554/sub,admin,p@ss:1,Cổng làng,45,udp\n" +
        "Chợ,rtsp://192.168.1.21/main,,,,,,\n",
    ],
    [
      "Vietnamese headers, semicolons, a byte order mark and Windows line ends",
      "\uFEFFTên camera;Địa chỉ chính;Địa chỉ phụ;Tài khoản;Mật khẩu;Vị trí;Số ngày lưu;Giao thức\r\n" +
        "Cổng đông;rtsp://192.168.1.20:554/main;rtsp://192.168.1.20:554/sub;admin;p@ss:1;Cổng làng;45;UDP\r\n" +
        "\r\n# ghi chú\r\n" +
        "Chợ;rtsp://192.168.1.21/main\r\n",
    ],
    [
      "credentials inside the addresses, with and without escapes, and quoted cells",
      'name,mainUrl,subUrl,place,retentionDays,transport\n"Cổng đông",rtsp://admin:p@ss:1@192.168.1.20:554/main,' +
        'rtsp://admin:p%40ss%3A1@192.168.1.20:554/sub,"Cổng làng",45,udp\nChợ,rtsp://192.168.1.21/main',
    ],
  ])("CSV: %s", (_, text) => {
    expect(parseCameraList(text, "csv")).toEqual([GATE, MARKET]);
  });

  test.each([
    [
      "a list",
      "- name: Cổng đông\n  mainUrl: rtsp://192.168.1.20:554/main\n  subUrl: rtsp://192.168.1.20:554/sub\n" +
        "  username: admin\n  password: p@ss:1\n  place: Cổng làng\n  retentionDays: 45\n  transport: udp\n" +
        "- { name: Chợ, mainUrl: 'rtsp://192.168.1.21/main', place: }\n",
    ],
    [
      "a list under the key cameras, Vietnamese keys",
      "cameras:\n  - tên: Cổng đông\n    địa chỉ: rtsp://admin:p@ss:1@192.168.1.20:554/main\n" +
        "    địa chỉ phụ: rtsp://192.168.1.20:554/sub\n    vị trí: Cổng làng\n    số ngày lưu: 45\n" +
        "    giao thức: udp\n  - tên: Chợ\n    địa chỉ: rtsp://192.168.1.21/main\n",
    ],
  ])("YAML: %s", (_, text) => {
    expect(parseCameraList(text, "yaml")).toEqual([GATE, MARKET]);
  });

  test("a cell may hold separators, quotation marks and line breaks, and line numbers stay right", () => {
    const text = 'name,mainUrl\n"A, ""cổng""\nsau",rtsp://h/1\nB,nonsense\n';
    expect(problems(text, "csv")[0]).toMatch(/^line 4: mainUrl/);
    const [camera] = parseCameraList(text.replace("nonsense", "rtsp://h/2"), "csv");
    expect(camera?.name).toBe('A, "cổng"\nsau');
  });

  test("a password of digits keeps its leading zero", () => {
    const yaml = "- name: A\n  mainUrl: rtsp://h/1\n  password: 0123\n";
    expect(parseCameraList(yaml, "yaml")[0]?.password).toBe("0123");
  });

  test.each([
    ["rtsp://u:a/b@h/1", undefined],
    ["rtsp://u:50%@h/1", "50%"],
    ["rtsp://u:a#b@h/1", "a#b"],
    ["rtsp://u:@h/1", null],
    ["rtsp://u@h/1", null],
    ["rtsp://h/a@b", null],
  ])("of %s the password is %s", (url, password) => {
    const text = `name,mainUrl\nA,${url}`;
    if (password === undefined) expect(problems(text, "csv")).toHaveLength(1);
    else {
      const camera = parseCameraList(text, "csv")[0];
      expect(camera?.password || null).toBe(password);
      expect(camera?.mainUrl).not.toContain("u:");
    }
  });
});

describe("bad input", () => {
  test.each([
    ["csv", "", "line 1: no camera"],
    ["csv", "name,mainUrl\n", "line 1: no camera"],
    ["csv", "name,mainUrl\n,rtsp://h/1", "line 2: the name is missing"],
    ["csv", "name,mainUrl\nA,", "line 2: mainUrl is missing"],
    ["csv", "name,mainUrl\nA,192.168.1.1", "line 2: mainUrl is not an address"],
    ["csv", "name,mainUrl\nA,file:///etc/passwd", "line 2: mainUrl is not an address"],
    ["csv", "name,mainUrl\nA,rtsp://h/1,x", "line 2: more cells"],
    ["csv", "name,colour\nA,red", 'line 1: unknown column "colour"'],
    ["csv", "name,constructor\nA,red", 'line 1: unknown column "constructor"'],
    ["csv", 'name,mainUrl\n"A,rtsp://h/1', "line 2: a quotation mark"],
    ["csv", "name,mainUrl,retentionDays\nA,rtsp://h/1,ten", "line 2: retentionDays must be"],
    ["csv", "name,mainUrl,transport\nA,rtsp://h/1,quic", "line 2: transport must be tcp or udp"],
    [
      "csv",
      "name,mainUrl\nA,rtsp://h/1\nA,rtsp://h/2",
      'line 3: the name "A" is already on line 2',
    ],
    ["yaml", "cameras: 5", "line 1: must be a list"],
    ["yaml", "- A\n- name: B\n  mainUrl: rtsp://h/1", "line 1: must be a camera"],
    ["yaml", "- name: A\n  mainUrl: rtsp://h/1\n- name: B\n  url: x", "line 3: mainUrl is not"],
    ["yaml", "- name: [A]\n  mainUrl: rtsp://h/1", "line 1: name must be a text"],
    ["yaml", "- name: A\n  bad: [1\n", "line 3: not valid YAML"],
  ] as const)("%s %j is refused", (format, text, line) => {
    expect(problems(text, format)[0]).toContain(line);
  });

  test("every bad line is named, and no password appears", () => {
    const text = "name,mainUrl\nA,rtsp:/u:s3cret@h\n,rtsp://u:s3cret@h/1\nC,rtsp://u:s3cret@/x\n";
    const lines = problems(text, "csv");
    expect(lines.map((line) => line.split(":")[0])).toEqual(["line 2", "line 3", "line 4"]);
    expect(lines.join("\n")).not.toContain("s3cret");
  });
});
