/*
 * A list page: filter bar, table (cards below 768 px), selection, pages by cursor. A plain table:
 * it prints, needs no sideways scrolling and is read well by screen readers.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import type { Page } from '../api'
import { t } from '../i18n'
import type { Query } from './http'
import { back, forward, PAGE, range, trailOf, type Trail } from './paging'
import { Empty, Failure, Loading } from './plain'
import { usePhone } from './usePhone'

export interface Column<T> { key: string; title: string; render: (row: T) => ReactNode; width?: number | string; className?: string }

export interface PageTableProps<T> {
  name: string
  label: string
  query: Query
  load: (query: Query) => Promise<Page<T>>
  rowKey: (row: T) => string
  columns: Column<T>[]
  card: (row: T) => ReactNode
  filters?: ReactNode
  empty: { title: string; text?: ReactNode }
  selected?: string[]
  onSelect?: (keys: string[], rows: T[]) => void
  selectLabel?: (row: T) => string
  selectedActions?: ReactNode
  totalText?: (n: number) => string
}

function useCursor(query: Query): { after: string | undefined; page: number; go: (after: string) => void; back: () => void } {
  const key = JSON.stringify(query)
  const [trail, setTrail] = useState<Trail>({ key, cursors: [] })
  const cursors = trailOf(trail, key)
  return { after: cursors.at(-1), page: cursors.length, go: (after) => setTrail(forward(trail, key, after)), back: () => setTrail(back(trail, key)) }
}

function Rows<T>({ p, rows, toggle }: { p: PageTableProps<T>; rows: T[]; toggle: (rows: T[], on: boolean) => void }) {
  const all = rows.length > 0 && rows.every((r) => p.selected?.includes(p.rowKey(r)))
  return (
    <table className="grid">
      <caption className="visually-hidden">{p.label}</caption>
      <thead>
        <tr>
          {p.onSelect && <th className="no-print" style={{ width: 40 }}><input type="checkbox" aria-label={t('table.select_all')} checked={all} onChange={(e) => toggle(rows, e.target.checked)} /></th>}
          {p.columns.map((c) => <th key={c.key} scope="col" style={{ width: c.width }} className={c.className}>{c.title}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={p.rowKey(r)}>
            {p.onSelect && <td className="no-print"><input type="checkbox" aria-label={p.selectLabel?.(r)} checked={p.selected?.includes(p.rowKey(r)) ?? false} onChange={(e) => toggle([r], e.target.checked)} /></td>}
            {p.columns.map((c) => <td key={c.key} className={c.className}>{c.render(r)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function PageTable<T>(p: PageTableProps<T>) {
  const phone = usePhone()
  const cursor = useCursor(p.query)
  const full: Query = { ...p.query, after: cursor.after, limit: PAGE }
  const q = useQuery({ queryKey: [p.name, full], queryFn: () => p.load(full), placeholderData: keepPreviousData })
  const rows = q.data?.items ?? []
  const { onSelect } = p
  const selected = p.selected ?? []
  const toggle = (some: T[], on: boolean): void => {
    const keys = some.map(p.rowKey)
    const next = on ? [...new Set([...selected, ...keys])] : selected.filter((k) => !keys.includes(k))
    onSelect?.(next, rows.filter((r) => next.includes(p.rowKey(r))))
  }
  const key = JSON.stringify(full)
  useEffect(() => {
    if (cursor.page > 0) document.getElementById('page')?.scrollIntoView()
  }, [key, cursor.page])
  const more = cursor.page > 0 || !!q.data?.next
  const total = q.data?.total
  return (
    <section className="list-box" aria-label={p.label} aria-busy={q.isFetching}>
      {p.filters && <div className="filters" role="search">{p.filters}</div>}
      {onSelect && selected.length > 0 && (
        <div className="picked">
          <span>{t('table.selected', { n: selected.length })}</span>{p.selectedActions}
          <Button type="link" size="small" onClick={() => onSelect([], [])}>{t('table.clear')}</Button>
        </div>
      )}
      <div className={q.isFetching ? 'busy-line' : 'no-busy'} />
      {q.isPending ? <div style={{ padding: 16 }}><Loading lines={8} /></div>
        : q.isError ? <div style={{ padding: 16 }}><Failure error={q.error} retry={() => void q.refetch()} /></div>
        : rows.length === 0 ? <Empty title={p.empty.title}>{p.empty.text}</Empty>
        : phone ? <div className="cards">{rows.map((r) => <div className="item" key={p.rowKey(r)}>{p.card(r)}</div>)}</div>
        : <Rows p={p} rows={rows} toggle={toggle} />}
      {rows.length > 0 && (more || typeof total === 'number') && (
        <div className="foot-line">
          <span className="num">{[typeof total === 'number' && (p.totalText ?? ((n: number) => t('table.total', { n })))(total), more && t('table.range', range(cursor.page, rows.length))].filter(Boolean).join(' · ')}</span>
          {more && (
            <span className="row">
              <Button disabled={cursor.page === 0} onClick={cursor.back}>{t('table.previous')}</Button>
              <Button disabled={!q.data?.next} onClick={() => q.data?.next && cursor.go(q.data.next)}>{t('table.next')}</Button>
            </span>
          )}
        </div>
      )}
    </section>
  )
}
