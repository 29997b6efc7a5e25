import { Schema, type SchemaDefinition } from 'mongoose';

/**
 * The house's schema: ids are strings of our own, every record has a tenant, and anything that the schema does not
 * know is an error, in documents and in filters alike.
 */
export function tenantSchema<T extends { _id: string; tenantId: string }>(
  collection: string,
  fields: SchemaDefinition,
): Schema<T> {
  return new Schema<T>(
    {
      _id: { type: String, required: true },
      tenantId: { type: String, required: true },
      ...fields,
    } as SchemaDefinition<T>,
    {
      collection,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      autoIndex: false,
      autoCreate: false,
      minimize: false,
    },
  );
}

export const requiredString = { type: String, required: true } as const;
export const requiredDate = { type: Date, required: true } as const;
export const nullableString = { type: String, default: null } as const;
export const nullableDate = { type: Date, default: null } as const;
