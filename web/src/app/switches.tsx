/** The choice of theme and of language. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApiCall } from "../api/hooks.ts";
import { type Language, switchLanguage } from "../i18n/setup.ts";
import { Segmented } from "../ui/index.ts";
import { keepTheme, keptTheme, THEMES, type Theme } from "./theme.ts";

export function ThemeSwitch() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState<Theme>(keptTheme);
  return (
    <div className="user-choice">
      <span>{t("common.theme.label")}</span>
      <Segmented
        label={t("common.theme.label")}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`common.theme.${value}`) }))}
        onChange={(value) => {
          keepTheme(value);
          setTheme(value);
        }}
      />
    </div>
  );
}

/** `save` keeps the choice in the account too; before login it stays in the browser. */
export function LanguageSwitch({ save = false }: { readonly save?: boolean }) {
  const { t, i18n } = useTranslation();
  const change = useApiCall("POST /api/me/language", ["GET /api/me"]);
  const language: Language = i18n.language === "en" ? "en" : "vi";
  return (
    <div className="user-choice">
      <span>{t("common.language.label")}</span>
      <Segmented
        label={t("common.language.label")}
        value={language}
        options={[
          { value: "vi", label: t("common.language.vi") },
          { value: "en", label: t("common.language.en") },
        ]}
        onChange={(value) => {
          void switchLanguage(i18n, value);
          if (save) change.mutate({ body: { language: value } });
        }}
      />
    </div>
  );
}
