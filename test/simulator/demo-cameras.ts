/**
 * The demo commune's eighteen cameras: names, places on the commune's map (fractions of the picture
 * from the left and the top), the clip each plays and the make it pretends to be. The makes are
 * invented, mixed as donated cameras are.
 */
import type { AudioCodec } from "./rtsp/audio-stream.ts";

export interface DemoCamera {
  readonly id: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly placeVi: string;
  readonly mapX: number;
  readonly mapY: number;
  /** First part of the RTSP path; streams are `/<path>/main` and `/<path>/sub`. */
  readonly path: string;
  readonly clip: string;
  readonly audio?: AudioCodec;
  readonly manufacturer: string;
  readonly model: string;
}

type Row = readonly [
  nameVi: string,
  nameEn: string,
  placeVi: string,
  mapX: number,
  mapY: number,
  clip: string,
  audio?: AudioCodec,
];

const ROWS: readonly Row[] = [
  [
    "Cổng chào xã – hướng đi Lào Cai",
    "Commune gateway – towards Lào Cai",
    "Thôn Hùng Thắng",
    0.86,
    0.2,
    "gateway-day",
  ],
  [
    "Cổng chào xã – hướng đi Văn Bàn",
    "Commune gateway – towards Văn Bàn",
    "Thôn Chính Tiến",
    0.12,
    0.82,
    "gateway-night",
  ],
  ["Ngã ba chợ", "Market junction", "Khu trung tâm", 0.5, 0.48, "market-day", "aac"],
  ["Cổng chợ Gia Phú", "Market gate", "Khu trung tâm", 0.54, 0.52, "market-dusk-h265"],
  ["Sân UBND xã", "Commune office yard", "Khu trung tâm", 0.46, 0.41, "office-day", "pcmu"],
  ["Nhà để xe UBND xã", "Commune office parking", "Khu trung tâm", 0.44, 0.43, "office-day"],
  ["Cổng trường THCS", "Lower secondary school gate", "Thôn Phú Xuân", 0.38, 0.36, "school-dusk"],
  ["Cổng trường Tiểu học", "Primary school gate", "Thôn Phú Xuân", 0.35, 0.4, "school-dusk"],
  ["Bờ suối Nậm Trà", "Nậm Trà stream bank", "Thôn Nậm Trà", 0.66, 0.7, "stream-day"],
  ["Cầu suối Bo", "Bo stream bridge", "Thôn Bến Phà", 0.72, 0.62, "stream-day"],
  [
    "Điểm tập kết rác thôn Tiến Lợi",
    "Waste collection point, Tiến Lợi hamlet",
    "Thôn Tiến Lợi",
    0.28,
    0.66,
    "gateway-night",
  ],
  [
    "Nhà văn hoá thôn Đông Căm",
    "Community house, Đông Căm hamlet",
    "Thôn Đông Căm",
    0.6,
    0.3,
    "office-day",
  ],
  ["Trạm Y tế xã", "Commune health station", "Khu trung tâm", 0.49, 0.36, "market-day"],
  ["Quốc lộ 4E – Km 12", "National road 4E – km 12", "Thôn Xuân Tư", 0.78, 0.34, "gateway-day"],
  ["Bến phà cũ sông Hồng", "Old Red River ferry landing", "Thôn Bến Phà", 0.9, 0.55, "stream-day"],
  ["Ngã tư thôn Soi Cờ", "Soi Cờ hamlet crossroads", "Thôn Soi Cờ", 0.22, 0.5, "gateway-day"],
  ["Bãi xe chợ phiên", "Weekly market parking", "Khu trung tâm", 0.56, 0.56, "market-day"],
  ["Cổng trường Mầm non", "Kindergarten gate", "Thôn Giao Bình", 0.3, 0.28, "school-dusk"],
];

const MAKES = [
  ["Hoàng Liên", "HL-2M15"],
  ["Vistacam", "VC-B200"],
  ["Sao Bắc", "SB-IP1080E"],
  ["Nordlys", "NL-220 Dome"],
  ["Kestrel Vision", "KV-415"],
] as const;

export const DEMO_CAMERAS: readonly DemoCamera[] = ROWS.map(
  ([nameVi, nameEn, placeVi, mapX, mapY, clip, audio], i) => {
    const number = String(i + 1).padStart(2, "0");
    const [manufacturer, model] = MAKES[i % MAKES.length] ?? MAKES[0];
    return {
      id: `cam-${number}`,
      nameVi,
      nameEn,
      placeVi,
      mapX,
      mapY,
      path: `cam${number}`,
      clip,
      ...(audio ? { audio } : {}),
      manufacturer,
      model,
    };
  },
);

/** As many tiny clips as a test wants cameras for; ids and paths as in the demo. */
export function tinyCameras(count: number): DemoCamera[] {
  const clips = ["tiny-gateway", "tiny-quirks", "tiny-h265"];
  return DEMO_CAMERAS.slice(0, count).map((camera, i) => ({
    ...camera,
    clip: clips[i % clips.length] as string,
  }));
}
