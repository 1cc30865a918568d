/** A text to be carried elsewhere, with a button that copies it where the browser allows. */
import { Copy } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field } from "../ui/index.ts";

export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch (thrown) {
      // Over plain http there is no clipboard; the text is selected, so that it can be copied by hand.
      console.debug("no clipboard here", thrown);
    }
  };
  return (
    <Field label={label}>
      {(wired) => (
        <div className="input-row">
          <input
            {...wired}
            ref={input}
            className="input copy-text"
            value={text}
            readOnly
            spellCheck={false}
            onFocus={(event) => event.target.select()}
          />
          <Button icon={<Copy size={20} />} onClick={() => void copy()}>
            {t(copied ? "common.action.copied" : "common.action.copy")}
          </Button>
        </div>
      )}
    </Field>
  );
}
