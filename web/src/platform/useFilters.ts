/* A list's filters live in the address, so that "back" and a sent link show the same list. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export type Filters = Record<string, string>
export type Change = Record<string, string | null | undefined>

/* The address after a change: an emptied filter leaves it. */
export function changedSearch(old: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(old)
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

export function useFilters(defaults: Filters = {}): [Filters, (change: Change) => void] {
  const [search, setSearch] = useSearchParams()
  const values: Filters = { ...defaults }
  search.forEach((value, name) => {
    values[name] = value
  })
  const set = useCallback((change: Change) => setSearch((old) => changedSearch(old, change), { replace: true }), [setSearch])
  return [values, set]
}
