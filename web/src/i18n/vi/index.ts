/** All texts of this language, one key an area: `t("live.title")`. */
import { account } from "./account.ts";
import { admin } from "./admin.ts";
import { audit } from "./audit.ts";
import { auditDetail } from "./audit-detail.ts";
import { cameras } from "./cameras.ts";
import { causes } from "./causes.ts";
import { common } from "./common.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { incidents } from "./incidents.ts";
import { live } from "./live.ts";
import { playback } from "./playback.ts";
import { search } from "./search.ts";
import { system } from "./system.ts";
import { zones } from "./zones.ts";

export const vi = {
  account,
  admin,
  audit,
  auditDetail,
  cameras,
  causes,
  common,
  errors,
  events,
  incidents,
  live,
  playback,
  search,
  system,
  zones,
} as const;
