import { definePolicy } from '../define-policy.js';
import { clockDuration, wholeNumber } from '../policy-shape.js';

const since = '2020-01-01';
const ours = { source: 'ours', serves: ['S1-20'], binds: 'BOTH', overridableBy: [] } as const;
const megabyte = 1024 * 1024;

/** Bounds of the files that people add. The sources ask for privacy and name no number. */
export const filePolicies = [
  bound(
    'files.bytes',
    { unit: 'bytes', value: 20 * megabyte, ceiling: 64 * megabyte },
    {
      en: 'The largest file accepted.',
      zh: '单个文件的大小上限。',
    },
  ),
  bound(
    'files.image-pixels',
    { unit: 'pixels', value: 40_000_000, ceiling: 120_000_000 },
    {
      en: 'The most pixels an image may have.',
      zh: '图片的像素上限。',
    },
  ),
  bound(
    'files.archive-entries',
    { unit: 'entries', value: 2_000, ceiling: 20_000 },
    {
      en: 'The most entries a document that is an archive may have.',
      zh: '压缩格式文档的条目数上限。',
    },
  ),
  bound(
    'files.archive-bytes',
    { unit: 'bytes', value: 200 * megabyte, ceiling: 1024 * megabyte },
    {
      en: 'What a document may unpack to.',
      zh: '文档解压后的大小上限。',
    },
  ),
  bound(
    'files.archive-ratio',
    { unit: 'times', value: 100, ceiling: 1_000 },
    {
      en: 'How many times its packed size an entry of a document may unpack to.',
      zh: '文档条目的最大压缩比。',
    },
  ),
  bound(
    'files.pdf-object-bytes',
    { unit: 'bytes', value: 32 * megabyte, ceiling: 256 * megabyte },
    {
      en: 'What the packed objects of a PDF may unpack to.',
      zh: 'PDF 压缩对象解压后的大小上限。',
    },
  ),
  bound(
    'files.open-uploads',
    { unit: 'uploads', value: 10, ceiling: 100 },
    {
      en: 'How many uploads one person may have begun and not completed.',
      zh: '每人未完成的上传数上限。',
    },
  ),
  duration(
    'files.upload-time',
    { amount: 24, unit: 'clockHours' },
    {
      en: 'How long an upload may take before what has arrived is removed.',
      zh: '上传的有效时间，逾期清除已上传内容。',
    },
  ),
  duration(
    'files.download-time',
    { amount: 5, unit: 'clockMinutes' },
    {
      en: 'How long a download that was allowed may begin.',
      zh: '获准下载后链接的有效时间。',
    },
  ),
  bound(
    'grid-event.attachment-count',
    { unit: 'files', value: 20, ceiling: 200 },
    {
      en: 'How many files one grid event may have.',
      zh: '单个网格事件的附件数上限。',
    },
  ),
  bound(
    'grid-event.attachment-bytes',
    { unit: 'bytes', value: 200 * megabyte, ceiling: 2048 * megabyte },
    {
      en: 'How large the files of one grid event may be together.',
      zh: '单个网格事件附件的总大小上限。',
    },
  ),
] as const;

interface Description {
  readonly en: string;
  readonly zh: string;
}

function bound<const Key extends string>(
  key: Key,
  { unit, value, ceiling }: { unit: string; value: number; ceiling: number },
  description: Description,
) {
  const defaults = [{ from: since, value }];
  return definePolicy({ key, unit, shape: wholeNumber, defaults, ...ours, floor: 1, ceiling, description });
}

function duration<const Key extends string>(
  key: Key,
  value: { amount: number; unit: 'clockHours' | 'clockMinutes' },
  description: Description,
) {
  const defaults = [{ from: since, value }];
  const bounds = {
    floor: { amount: 1, unit: 'clockMinutes' },
    ceiling: { amount: 168, unit: 'clockHours' },
  } as const;
  return definePolicy({
    key,
    unit: 'clock time',
    shape: clockDuration,
    defaults,
    ...ours,
    ...bounds,
    description,
  });
}
