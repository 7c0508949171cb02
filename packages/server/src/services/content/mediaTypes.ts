/**
 * What may be uploaded, by what the bytes themselves say.
 *
 * Only types that wallets and browsers show, and whose files begin with a mark of their own. SVG, HTML, JSON, XML, PDF
 * and plain text are not taken: nothing in their bytes proves what they are, or they can hold programs.
 */
export interface MediaType {
  /** As file-type names what it found. */
  readonly sniffed: string;
  /** The spelling that is stored and written into metadata. @default sniffed */
  readonly mimeType?: string;
  /** Other names that senders use for it. */
  readonly aliases?: readonly string[];
}

export const mediaTypes: readonly MediaType[] = [
  { sniffed: 'image/png' },
  // Senders go by the name of the file, which ends in ".png" too.
  { sniffed: 'image/apng', aliases: ['image/png'] },
  { sniffed: 'image/jpeg', aliases: ['image/jpg', 'image/pjpeg'] },
  { sniffed: 'image/gif' },
  { sniffed: 'image/webp' },
  { sniffed: 'image/avif' },
  { sniffed: 'video/mp4', aliases: ['video/x-m4v', 'audio/mp4'] },
  { sniffed: 'video/x-m4v', mimeType: 'video/mp4', aliases: ['video/mp4'] },
  { sniffed: 'video/webm', aliases: ['audio/webm'] },
  { sniffed: 'video/ogg', aliases: ['application/ogg'] },
  { sniffed: 'video/quicktime' },
  { sniffed: 'audio/mpeg', aliases: ['audio/mp3'] },
  { sniffed: 'audio/ogg', aliases: ['application/ogg'] },
  {
    sniffed: 'audio/ogg; codecs=opus',
    mimeType: 'audio/ogg',
    aliases: ['audio/ogg', 'audio/opus', 'application/ogg'],
  },
  { sniffed: 'audio/wav', aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'] },
  { sniffed: 'audio/flac', aliases: ['audio/x-flac'] },
  { sniffed: 'audio/aac' },
  { sniffed: 'audio/x-m4a', mimeType: 'audio/mp4', aliases: ['audio/mp4', 'audio/m4a'] },
  { sniffed: 'model/gltf-binary' },
];

/** The types as they are stored and documented. */
export const storedMediaTypes: readonly string[] = [
  ...new Set(mediaTypes.map(({ sniffed, mimeType }) => mimeType ?? sniffed)),
];
