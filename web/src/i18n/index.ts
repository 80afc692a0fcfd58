/*
 * Words in the user's language. zh-CN is the first language and defines the keys; English must
 * have the same ones (the compiler says so). One language is loaded, never both.
 */
import type zh from './zh-CN'
import type desk from './zh-CN/desk'
import type documents from './zh-CN/documents'
import type dossier from './zh-CN/dossier'
import type figures from './zh-CN/figures'
import type handover from './zh-CN/handover'
import type intake from './zh-CN/intake'
import type notice from './zh-CN/notice'
import type papers from './zh-CN/papers'
import type places from './zh-CN/places'

/* Words of pages that few people open come with those pages (openBook), not with the first one. */
const books = {
  desk: { 'zh-CN': () => import('./zh-CN/desk'), en: () => import('./en/desk') },
  documents: { 'zh-CN': () => import('./zh-CN/documents'), en: () => import('./en/documents') },
  dossier: { 'zh-CN': () => import('./zh-CN/dossier'), en: () => import('./en/dossier') },
  figures: { 'zh-CN': () => import('./zh-CN/figures'), en: () => import('./en/figures') },
  handover: { 'zh-CN': () => import('./zh-CN/handover'), en: () => import('./en/handover') },
  intake: { 'zh-CN': () => import('./zh-CN/intake'), en: () => import('./en/intake') },
  notice: { 'zh-CN': () => import('./zh-CN/notice'), en: () => import('./en/notice') },
  places: { 'zh-CN': () => import('./zh-CN/places'), en: () => import('./en/places') },
  papers: { 'zh-CN': () => import('./zh-CN/papers'), en: () => import('./en/papers') },
} as const
export type Book = keyof typeof books

export type Key = keyof typeof zh | keyof typeof desk | keyof typeof documents | keyof typeof dossier | keyof typeof figures | keyof typeof handover | keyof typeof intake | keyof typeof notice | keyof typeof papers | keyof typeof places
export type Catalogue = Record<keyof typeof zh, string>
export type Lang = 'zh-CN' | 'en'
export type Params = Record<string, string | number>
export interface Bilingual { zh: string; en: string }

let catalogue: Partial<Record<Key, string>> = {}
const opened = new Set<Book>()
let current: Lang = 'zh-CN'
const listeners = new Set<() => void>()

export function lang(): Lang {
  return current
}

export function savedLang(): Lang {
  return localStorage.getItem('jishi.lang') === 'en' ? 'en' : 'zh-CN'
}

export async function loadLang(next: Lang): Promise<void> {
  const words = next === 'en' ? (await import('./en')).default : (await import('./zh-CN')).default
  const more = await Promise.all([...opened].map(async (b) => (await books[b][next]()).default))
  catalogue = Object.assign({}, words, ...more) as typeof catalogue
  current = next
  document.documentElement.lang = next
  localStorage.setItem('jishi.lang', next)
  listeners.forEach((f) => f())
}

export async function openBook(book: Book): Promise<void> {
  if (opened.has(book)) return
  const words = (await books[book][current]()).default
  opened.add(book)
  catalogue = { ...catalogue, ...words }
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
