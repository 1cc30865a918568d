/**
 * The site's settings: name, parent, default retention. Stored as one value under `SITE_SETTING`,
 * which retention reads too.
 */
import { type SiteSettings, type SiteSettingsChange, siteSettings } from "#contract";
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

  get(): Promise<SiteSettings> {
    return this.#read(this.#options.catalogue);
  }

  /** What `change` does not name stays, so that two admins who change different things both do. */
  async change(who: Who, change: SiteSettingsChange): Promise<SiteSettings> {
    const { catalogue, audit, recorder } = this.#options;
    const changed = await catalogue.transaction(async (within) => {
      const before = await this.#read(within);
      const next = siteSettings.parse({ ...before, ...given(change) });
      await within.settings.set(SITE_SETTING, next);
      await audit.add(who, "site.changed", null, { from: before, to: next }, within);
      return next;
    });
    recorder.tellCatalogueChanged("settings");
    return changed;
  }

  /** Missing or unreadable parts of the stored value count as their defaults. */
  async #read(within: Catalogue): Promise<SiteSettings> {
    const { defaults } = this.#options;
    const stored = await within.settings.get<Partial<SiteSettings>>(SITE_SETTING);
    const parsed = siteSettings.safeParse({ ...defaults, ...stored });
    return parsed.success ? parsed.data : defaults;
  }
}

function given(change: SiteSettingsChange): SiteSettingsChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
