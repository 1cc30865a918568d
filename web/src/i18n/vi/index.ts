/** All texts of this language, one key an area: `t("live.title")`. */
import { account } from "./account.ts";
import { admin } from "./admin.ts";
import { audit } from "./audit.ts";
import { auditDetail } from "./audit-detail.ts";
import { cameras } from "./cameras.ts";
import { causes } from "./causes.ts";
import { common } from "./common.ts";
import { errors } from "./errors.ts";
import { incidents } from "./incidents.ts";
import { live } from "./live.ts";
import { playback } from "./playback.ts";
import { system } from "./system.ts";

export const vi = {
  account,
  admin,
  audit,
  auditDetail,
  cameras,
  causes,
  common,
  errors,
  incidents,
  live,
  playback,
  system,
} as const;
