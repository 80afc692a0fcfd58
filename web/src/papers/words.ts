/* What may be typed of a paper where it differs from the record: the prover compares it. */
export const DAYS = ['dated_on', 'received_on', 'meeting_on', 'from_on', 'until_on', 'applied_on', 'activist_on', 'candidate_on', 'joined_on', 'full_on'] as const
export const COUNTS = ['due', 'present', 'yes', 'no', 'abstain', 'training_days', 'training_hours'] as const
export const TEXTS = ['name', 'document_number', 'place'] as const

export const isDay = (field: string): boolean => (DAYS as readonly string[]).includes(field)
export const isCount = (field: string): boolean => (COUNTS as readonly string[]).includes(field)
