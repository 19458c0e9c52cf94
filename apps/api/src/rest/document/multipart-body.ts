/** The one file of an upload. */
export type Multipart = {
  /** Name of the part. */
  field: string;
  description: string;
  bytesMax: number;
  contentTypes: readonly string[];
};

/** The request body of an upload: exactly one part, a file. */
export function multipartBody({ field, description, bytesMax, contentTypes }: Multipart) {
  const file = {
    type: 'string' as const,
    format: 'binary',
    description: `${description} At most ${bytesMax.toLocaleString('en')} bytes.`,
  };
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: { type: 'object' as const, required: [field], properties: { [field]: file } },
        encoding: { [field]: { contentType: contentTypes.join(', ') } },
      },
    },
  };
}
