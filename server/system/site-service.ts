/**
 * The site's settings: name, parent, default retention. Stored as one value under `SITE_SETTING`,
 * which retention reads too.
 */
import { type SiteSettings, siteSettings } from "#contract";
import type { Catalogue } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { RecorderLink } from "../realtime/recorder-link.ts";
import type { Who } from "../users/who.ts";

/** Key in the setting table; the value is `SiteSettings`. */
export const SITE_SETTING = "site";

export interface SiteServiceOptions {
  readonly catalogue: Catalogue;
  readonly audit: AuditTrail;
  readonly recorder: Pick<RecorderLink, "tellCatalogueChanged">;
  /** What counts until the admin says otherwise; from the configuration. */
  readonly defaults: SiteSettings;
}

export class SiteService {
  readonly #options: SiteServiceOptions;

  constructor(options: SiteServiceOptions) {
    this.#options = options;
  }

  /** Missing or unreadable parts of the stored value count as their defaults. */
  async get(): Promise<SiteSettings> {
    const { defaults } = this.#options;
    const stored = await this.#options.catalogue.settings.get<Partial<SiteSettings>>(SITE_SETTING);
    const parsed = siteSettings.safeParse({ ...defaults, ...stored });
    return parsed.success ? parsed.data : defaults;
  }

  async change(who: Who, next: SiteSettings): Promise<SiteSettings> {
    const before = await this.get();
    await this.#options.catalogue.settings.set(SITE_SETTING, next);
    await this.#options.audit.add(who, "site.changed", null, { from: before, to: next });
    this.#options.recorder.tellCatalogueChanged("settings");
    return next;
  }
}
