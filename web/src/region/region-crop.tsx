/** The neighbourhood of a box, enlarged out of a camera's picture: what an officer compares when asked. */
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Box, boxCorners, cropAround } from "./region-shape.ts";
import { RegionShapes, type ShapeKind } from "./region-shapes.tsx";
import "./region.css";

interface RegionCropProps {
  readonly src: string;
  readonly alt: string;
  readonly box: Box;
  readonly kind?: ShapeKind;
}

export function RegionCrop({ src, alt, box, kind = "thing" }: RegionCropProps) {
  const { t } = useTranslation();
  const [failedSrc, setFailedSrc] = useState("");
  const crop = cropAround(box);
  const failed = failedSrc === src;
  const inner: Box = {
    x: (box.x - crop.x) / crop.width,
    y: (box.y - crop.y) / crop.height,
    width: box.width / crop.width,
    height: box.height / crop.height,
  };
  return (
    <div className="region-crop">
      {failed ? (
        <span className="region-none">
          <ImageOff size={32} aria-hidden="true" />
          {t("search.noPicture")}
        </span>
      ) : (
        <img
          src={src}
          alt={alt}
          draggable={false}
          style={{
            width: `${100 / crop.width}%`,
            height: `${100 / crop.height}%`,
            left: `${(-crop.x / crop.width) * 100}%`,
            top: `${(-crop.y / crop.height) * 100}%`,
          }}
          onError={() => setFailedSrc(src)}
        />
      )}
      {failed ? null : <RegionShapes shapes={[{ key: "box", kind, polygon: boxCorners(inner) }]} />}
    </div>
  );
}
