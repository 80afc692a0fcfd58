/*
 * Words in the user's language. zh-CN is the first language and defines the keys; English must
 * have the same ones (the compiler says so). One language is loaded, never both.
 */
import type zh from './zh-CN'

export type Key = keyof typeof zh
export type Catalogue = Record<Key, string>
export type Lang = 'zh-CN' | 'en'
export type Params = Record<string, string | number>
export interface Bilingual { zh: string; en: string }

let catalogue: Catalogue = {} as Catalogue
let current: Lang = 'zh-CN'
const listeners = new Set<() => void>()

export function lang(): Lang {
  return current
}

export function savedLang(): Lang {
  return localStorage.getItem('jishi.lang') === 'en' ? 'en' : 'zh-CN'
}

export async function loadLang(next: Lang): Promise<void> {
  catalogue = next === 'en' ? (await import('./en')).default : (await import('./zh-CN')).default
  current = next
  document.documentElement.lang = next
  localStorage.setItem('jishi.lang', next)
  listeners.forEach((f) => f())
}

export function onLang(f: () => void): () => void {
  listeners.add(f)
  return () => listeners.delete(f)
}

function fill(text: string, params?: Params): string {
  return params ? text.replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all)) : text
}

export function t(key: Key, params?: Params): string {
  return fill(catalogue[key] ?? key, params)
}

/* The word for a code of the glossary ("stage", "activist"); the code itself if there is none. */
export function tc(group: string, code: string | null | undefined, params?: Params): string {
  if (!code) return ''
  return fill(catalogue[`${group}.${code}` as Key] ?? code, params)
}

export function has(key: string): key is Key {
  return key in catalogue
}

/* A text the server gives in both languages. */
export function tr(text: Bilingual | null | undefined): string {
  return text ? (current === 'en' ? text.en || text.zh : text.zh) : ''
}
