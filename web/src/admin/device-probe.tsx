/** Logs in to one camera, shows what it is, and lets its two streams be chosen. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiAnswer } from "../api/client.ts";
import { useApiCall } from "../api/hooks.ts";
import { formatNumber } from "../i18n/format.ts";
import { Button, Notice, PasswordField, ProblemNotice, Select, TextField } from "../ui/index.ts";
import type { CameraDraft } from "./camera-draft.ts";
import { formatDrift } from "./drift.ts";

export interface DeviceTarget {
  readonly address: string;
  readonly port: number;
  /** The device service's address when discovery told it. */
  readonly xaddr: string | null;
  readonly name: string | null;
}

type Device = Extract<ApiAnswer<"POST /api/settings/probe-device">, { ok: true }>;

/** A clock off by less needs no word. */
const CLOCK_OK_MS = 5000;

interface DeviceProbeProps {
  readonly target: DeviceTarget;
  readonly onFound: (change: Partial<CameraDraft>) => void;
  readonly onBack: () => void;
  readonly onByHand: () => void;
}

export function DeviceProbe({ target, onFound, onBack, onByHand }: DeviceProbeProps) {
  const { t } = useTranslation();
  const probe = useApiCall("POST /api/settings/probe-device");
  const [username, setUsername] = useState("admin");
  const [password, setPassword] = useState("");
  const check = (event: FormEvent) => {
    event.preventDefault();
    const { address, port } = target;
    probe.mutate({
      body: { address, port, username: username.trim() || null, password: password || null },
    });
  };
  const answer = probe.data;
  return (
    <div className="stack">
      <form className="form-part" onSubmit={check}>
        <h2>{t("cameras.find.device", { name: target.name ?? target.address })}</h2>
        <p>{t("cameras.find.credentials")}</p>
        <div className="form-pair">
          <TextField
            label={t("cameras.form.username")}
            value={username}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setUsername(event.target.value)}
          />
          <PasswordField
            label={t("cameras.form.password")}
            value={password}
            autoComplete="new-password"
            autoFocus
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <div className="row">
          <Button type="submit" kind="primary" busy={probe.isPending}>
            {t(probe.isPending ? "cameras.find.checking" : "cameras.find.check")}
          </Button>
          <Button onClick={onBack}>{t("common.action.back")}</Button>
        </div>
      </form>
      {probe.error === null ? null : <ProblemNotice problem={probe.error} />}
      {answer?.ok === false ? (
        <Notice kind="danger">{t(`causes.full.${answer.cause}`)}</Notice>
      ) : null}
      {answer?.ok === true ? (
        <Profiles
          key={`${answer.mainToken}`}
          device={answer}
          onByHand={onByHand}
          onChosen={(streams) =>
            onFound({
              ...streams,
              username: username.trim(),
              password,
              onvifUrl: target.xaddr ?? "",
              name: target.name ?? "",
            })
          }
        />
      ) : null}
    </div>
  );
}

interface ProfilesProps {
  readonly device: Device;
  readonly onChosen: (change: Partial<CameraDraft>) => void;
  readonly onByHand: () => void;
}

function Profiles({ device, onChosen, onByHand }: ProfilesProps) {
  const { t } = useTranslation();
  const [main, setMain] = useState(device.mainToken ?? device.profiles[0]?.token ?? "");
  const [sub, setSub] = useState(device.subToken ?? "");
  const urlOf = (token: string) =>
    device.profiles.find((profile) => profile.token === token)?.url ?? "";
  if (device.profiles.length === 0) {
    return (
      <Notice kind="warn">
        <p>{t("cameras.find.noProfiles")}</p>
        <Button onClick={onByHand}>{t("cameras.way.address")}</Button>
      </Notice>
    );
  }
  const options = device.profiles.map((profile) => (
    <option key={profile.token} value={profile.token}>
      {t("cameras.profile", {
        name: profile.name,
        size: `${profile.width ?? "?"}×${profile.height ?? "?"}`,
        fps: profile.framesPerSecond ?? "?",
        kbps: profile.bitrateKbps === null ? "?" : formatNumber(profile.bitrateKbps),
      })}
    </option>
  ));
  const offset = device.clockOffsetMs;
  return (
    <div className="form-part">
      <Notice>
        <strong>{t("cameras.find.ok")}</strong>:{" "}
        {[device.manufacturer, device.model].filter((word) => word !== null).join(" ")}
      </Notice>
      {offset !== null && Math.abs(offset) > CLOCK_OK_MS ? (
        <Notice kind="warn">{t("cameras.find.clockOff", { time: formatDrift(t, offset) })}</Notice>
      ) : null}
      <Select
        label={t("cameras.find.main")}
        value={main}
        onChange={(event) => setMain(event.target.value)}
      >
        {options}
      </Select>
      <Select
        label={t("cameras.find.sub")}
        value={sub}
        onChange={(event) => setSub(event.target.value)}
      >
        <option value="">{t("cameras.find.noSub")}</option>
        {options}
      </Select>
      <div className="actions">
        <Button
          kind="primary"
          onClick={() =>
            onChosen({
              mainUrl: urlOf(main),
              subUrl: sub === main ? "" : urlOf(sub),
              manufacturer: device.manufacturer ?? "",
              model: device.model ?? "",
            })
          }
        >
          {t("cameras.find.use")}
        </Button>
      </div>
    </div>
  );
}
