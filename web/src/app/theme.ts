/** Day, night, or as the device says; kept in the browser. Colours are in ui/tokens.css under `data-theme`. */
export const THEMES = ["auto", "day", "night"] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = "vms.theme";
const DARK = "(prefers-color-scheme: dark)";

export function keptTheme(): Theme {
  const kept = window.localStorage.getItem(KEPT);
  return THEMES.find((theme) => theme === kept) ?? "auto";
}

export function applyTheme(theme: Theme): void {
  const dark = theme === "night" || (theme === "auto" && window.matchMedia(DARK).matches);
  document.documentElement.dataset.theme = dark ? "night" : "day";
}

export function keepTheme(theme: Theme): void {
  window.localStorage.setItem(KEPT, theme);
  applyTheme(theme);
}

/** Applies the kept theme and follows the device when it is "auto"; answers with a way to stop. */
export function startTheme(): () => void {
  const device = window.matchMedia(DARK);
  const follow = () => applyTheme(keptTheme());
  follow();
  device.addEventListener("change", follow);
  return () => device.removeEventListener("change", follow);
}
