/** Finds cameras in the network, or one by its network address; logs in and takes its streams over. */
import { Radar } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiAnswer } from "../api/client.ts";
import { useApiCall, useCameras } from "../api/hooks.ts";
import { Button, Notice, ProblemNotice, TextField, Waiting } from "../ui/index.ts";
import type { CameraDraft } from "./camera-draft.ts";
import { DeviceProbe, type DeviceTarget } from "./device-probe.tsx";

interface FindCamerasProps {
  readonly onFound: (change: Partial<CameraDraft>) => void;
  readonly onByHand: () => void;
}

export function FindCameras({ onFound, onByHand }: FindCamerasProps) {
  const { t } = useTranslation();
  const discover = useApiCall("POST /api/settings/discover");
  const [target, setTarget] = useState<DeviceTarget>();
  const choose = (chosen: DeviceTarget) => {
    setTarget(chosen);
    window.scrollTo(0, 0);
  };
  if (target !== undefined) {
    return (
      <DeviceProbe
        target={target}
        onFound={onFound}
        onBack={() => setTarget(undefined)}
        onByHand={onByHand}
      />
    );
  }
  return (
    <div className="stack">
      <div>
        <Button
          kind="primary"
          icon={<Radar size={22} />}
          busy={discover.isPending}
          onClick={() => discover.mutate({})}
        >
          {t(discover.data === undefined ? "cameras.find.search" : "cameras.find.again")}
        </Button>
      </div>
      {discover.isPending ? <Waiting text={t("cameras.find.searching")} /> : null}
      {discover.error === null ? null : <ProblemNotice problem={discover.error} />}
      {discover.data === undefined || discover.isPending ? null : (
        <Devices devices={discover.data} onChoose={choose} />
      )}
      <ByAddress onChoose={choose} />
    </div>
  );
}

interface DevicesProps {
  readonly devices: ApiAnswer<"POST /api/settings/discover">;
  readonly onChoose: (target: DeviceTarget) => void;
}

function Devices({ devices, onChoose }: DevicesProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  if (devices.length === 0) return <Notice kind="warn">{t("cameras.find.nothing")}</Notice>;
  return (
    <>
      <h2>{t("cameras.find.found", { count: devices.length })}</h2>
      <ul className="list card">
        {devices.map((device) => {
          const known =
            cameras.data?.find((camera) => camera.id === device.knownCameraId)?.name ??
            device.knownCameraId;
          return (
            <li key={device.xaddr}>
              <button
                type="button"
                className="list-row"
                onClick={() =>
                  onChoose({
                    address: device.address,
                    port: device.port,
                    xaddr: device.xaddr,
                    name: device.name,
                  })
                }
              >
                <span className="list-main">
                  <strong>{device.name ?? device.hardware ?? device.address}</strong>
                  <span className="muted">
                    {[device.address, device.name === null ? null : device.hardware]
                      .filter((word) => word !== null)
                      .join(" · ")}
                  </span>
                  {known === null ? null : (
                    <span className="badge">{t("cameras.find.known", { camera: known })}</span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function ByAddress({ onChoose }: { readonly onChoose: (target: DeviceTarget) => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState("");
  const [port, setPort] = useState("80");
  const ready = address.trim() !== "" && Number(port) >= 1 && Number(port) <= 65_535;
  return (
    <fieldset className="form-part">
      <legend>{t("cameras.find.byAddress")}</legend>
      <div className="form-pair">
        <TextField
          label={t("cameras.find.address")}
          hint={t("cameras.find.addressHint")}
          value={address}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setAddress(event.target.value)}
        />
        <TextField
          label={t("cameras.find.port")}
          value={port}
          inputMode="numeric"
          onChange={(event) => setPort(event.target.value)}
        />
      </div>
      <div>
        <Button
          disabled={!ready}
          onClick={() =>
            onChoose({ address: address.trim(), port: Number(port), xaddr: null, name: null })
          }
        >
          {t("common.action.next")}
        </Button>
      </div>
    </fieldset>
  );
}
