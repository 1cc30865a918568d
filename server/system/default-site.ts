/** The site's settings as the configuration gives them, until an admin changes them in the viewer. */
import type { Config } from "#config";
import type { SiteSettings } from "#contract";

export function defaultSite(config: Config): SiteSettings {
  return {
    siteName: config.site.name,
    parentName: config.site.parentName,
    defaultRetentionDays: config.retention.defaultDays,
    retentionBasis: "",
  };
}
