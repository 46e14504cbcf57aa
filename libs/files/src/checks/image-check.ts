import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { FileDamagedError, ImageTooLargeError } from './file.errors.js';

export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp';

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
export async function redrawImage(content: Buffer, type: ImageType, maxPixels: number): Promise<Buffer> {
  const open = () => sharp(content, { limitInputPixels: maxPixels, failOn: 'error' });
  try {
    const { width, height } = await sharp(content, { limitInputPixels: false, failOn: 'error' }).metadata();
    if (width * height > maxPixels) throw new ImageTooLargeError(maxPixels);
    return await encode(open().autoOrient().timeout({ seconds: TIME_LIMIT_S }), type).toBuffer();
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
