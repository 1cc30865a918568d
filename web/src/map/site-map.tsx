/** The map for looking: cameras with their state, a tap opens one live. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { useMe } from "../api/hooks.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { MapCanvas, MapMark } from "./map-canvas.tsx";

export function SiteMap({ cameras }: { readonly cameras: readonly CameraView[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const [missing, setMissing] = useState(false);
  const unplaced = cameras.filter((camera) => camera.mapX === null);
  return (
    <section className="stack">
      <h2>{t("system.map.title")}</h2>
      {missing ? (
        <p className="muted">
          {t("system.map.none")} {me.role === "admin" ? t("system.map.noneAdmin") : ""}
        </p>
      ) : (
        <>
          <MapCanvas cameras={cameras} onMissing={() => setMissing(true)}>
            {(camera) => (
              <Link to={paths.live(camera.id)} className="map-link">
                <MapMark camera={camera} />
              </Link>
            )}
          </MapCanvas>
          {unplaced.length > 0 ? (
            <p className="muted">{t("system.map.unplaced", { n: unplaced.length })}</p>
          ) : null}
        </>
      )}
    </section>
  );
}
