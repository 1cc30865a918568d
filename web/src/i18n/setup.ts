/** Starts i18next: Vietnamese first, English second; the choice is kept in the browser. */
import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en/index.ts";
import { vi } from "./vi/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof vi };
  }
}

export type Language = "vi" | "en";
const KEPT = "vms.language";

export function keptLanguage(): Language {
  return window.localStorage.getItem(KEPT) === "en" ? "en" : "vi";
}

/** Changes the language of the page and remembers it for the next visit, login included. */
export async function switchLanguage(texts: i18n, language: Language): Promise<void> {
  window.localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await texts.changeLanguage(language);
}

export async function startTexts(): Promise<i18n> {
  const texts = createInstance();
  const language = keptLanguage();
  document.documentElement.lang = language;
  await texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: "vi",
    resources: { vi: { translation: vi }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return texts;
}
