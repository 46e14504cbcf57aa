import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { FileDamagedError, ImageTooLargeError } from './file.errors.js';

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export const isImageType = (mediaType: string | null): mediaType is ImageType =>
  IMAGE_TYPES.some((type) => type === mediaType);

export interface Redrawing {
  readonly maxPixels: number;
  /** Not turned upright: whoever shows it has its own idea of how it stands. */
  readonly asItLies?: boolean;
}

const TIME_LIMIT_S = 20;
const QUALITY = 88;

// What was decoded of one person's photograph is not kept for the next one's.
sharp.cache(false);
// Other requests need threads, too.
sharp.concurrency(1);

/**
 * Draws an image anew, upright, from its pixels alone: the place where it was taken, the camera, thumbnails, comments and
 * whatever is hidden behind its end are gone. Of a moving picture the first frame is kept.
 * @throws ImageTooLargeError from its header, before any pixel is decoded
 * @throws FileDamagedError
 */
export async function redrawImage(
  content: Buffer,
  type: ImageType,
  { maxPixels, asItLies = false }: Redrawing,
): Promise<{ drawn: Buffer; pixels: number }> {
  const open = () => sharp(content, { limitInputPixels: maxPixels, failOn: 'error' });
  try {
    const { width, height } = await sharp(content, { limitInputPixels: false, failOn: 'error' }).metadata();
    if (width * height > maxPixels) throw new ImageTooLargeError(maxPixels);
    const image = asItLies ? open() : open().autoOrient();
    const drawn = await encode(image.timeout({ seconds: TIME_LIMIT_S }), type).toBuffer();
    return { drawn, pixels: width * height };
  } catch (error) {
    if (error instanceof ImageTooLargeError) throw error;
    throw new FileDamagedError(type);
  }
}

function encode(image: Sharp, type: ImageType): Sharp {
  switch (type) {
    case 'image/jpeg':
      return image.jpeg({ quality: QUALITY });
    case 'image/png':
      return image.png();
    case 'image/webp':
      return image.webp({ quality: QUALITY });
  }
}
