import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 767px)')

function watch(f: () => void): () => void {
  query.addEventListener('change', f)
  return () => query.removeEventListener('change', f)
}

export function usePhone(): boolean {
  return useSyncExternalStore(watch, () => query.matches)
}
