/* The dated rules: the day of the step chooses the pack. */
import { useQueries, useQuery } from '@tanstack/react-query'
import type { Pack, PackRow } from '../api'
import { pack, packs } from './api'

/* The rules in force on a day; before the first and after the last the nearest by order: the last. */
export function packOn<P extends Pick<PackRow, 'valid_from' | 'valid_until'>>(rows: P[], day: string): P | undefined {
  return rows.find((r) => (r.valid_from ?? '') <= day && (!r.valid_until || day <= r.valid_until)) ?? rows.at(-1)
}

export interface Packs { list: PackRow[]; byId: Record<string, Pack>; on: (day: string) => Pack | undefined }

export function usePacks(): { data: Packs | undefined; error: unknown } {
  const list = useQuery({ queryKey: ['packs'], queryFn: packs, staleTime: Infinity })
  const rows = list.data?.items ?? []
  const each = useQueries({ queries: rows.map((r) => ({ queryKey: ['pack', r.id], queryFn: () => pack(r.id), staleTime: Infinity })) })
  const failed = each.find((q) => q.isError)
  if (!list.data || each.some((q) => !q.data)) return { data: undefined, error: list.error ?? failed?.error ?? null }
  const byId = Object.fromEntries(each.map((q) => [q.data!.id, q.data!]))
  const on = (day: string): Pack | undefined => {
    const row = packOn(rows, day)
    return row && byId[row.id]
  }
  return { data: { list: rows, byId, on }, error: null }
}
