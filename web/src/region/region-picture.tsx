/**
 * A camera's picture with room for drawing over it: what lies over it is placed in shares of the
 * picture. Owns the picture's states (loading, none) and where a pointer is on it.
 */
import { ImageOff } from "lucide-react";
import { type PointerEvent, type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Corner } from "./region-shape.ts";
import "./region.css";

interface RegionPictureProps {
  readonly src: string;
  readonly alt: string;
  /** What lies over the picture. */
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
  /** A finger that draws must not scroll the page. */
  readonly drawing?: boolean;
  readonly lazy?: boolean;
  readonly onPointerDown?: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerMove?: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerUp?: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerCancel?: (event: PointerEvent<HTMLDivElement>) => void;
}

export function RegionPicture(props: RegionPictureProps) {
  const { src, alt, children, ref, drawing = false, lazy = false, ...pointers } = props;
  const { t } = useTranslation();
  // By address: another picture has another fate.
  const [failedSrc, setFailedSrc] = useState("");
  const [hasPicture, setHasPicture] = useState(false);
  const failed = failedSrc === src;
  return (
    <div
      ref={ref}
      className="region-picture"
      data-drawing={drawing}
      data-waiting={!hasPicture}
      {...pointers}
    >
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
          loading={lazy ? "lazy" : "eager"}
          onLoad={() => setHasPicture(true)}
          onError={() => setFailedSrc(src)}
        />
      )}
      {children}
    </div>
  );
}

/** The point of the picture under a pointer; beside the picture its nearest edge. */
export function pointOn(element: Element, event: { clientX: number; clientY: number }): Corner {
  const { left, top, width, height } = element.getBoundingClientRect();
  const share = (part: number) => Math.min(1, Math.max(0, part));
  return [share((event.clientX - left) / width), share((event.clientY - top) / height)];
}
