/* A list's filters live in the address, so that "back" and a sent link show the same list. */
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export type Filters = Record<string, string>

export function useFilters(defaults: Filters = {}): [Filters, (change: Record<string, string | null | undefined>) => void] {
  const [search, setSearch] = useSearchParams()
  const values: Filters = { ...defaults }
  search.forEach((value, name) => {
    values[name] = value
  })
  const set = useCallback((change: Record<string, string | null | undefined>) => {
    setSearch((old) => {
      const next = new URLSearchParams(old)
      for (const [name, value] of Object.entries(change)) {
        if (value === null || value === undefined || value === '') next.delete(name)
        else next.set(name, value)
      }
      return next
    }, { replace: true })
  }, [setSearch])
  return [values, set]
}
