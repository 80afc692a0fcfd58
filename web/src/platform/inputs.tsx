/* Inputs with the value the server wants: days as "YYYY-MM-DD", ids as strings. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Input, Select, TreeSelect } from 'antd'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Organisation, Page, PersonHit } from '../api'
import { t, tc } from '../i18n'
import { get } from './http'

interface ValueProps<V> { id?: string; value?: V; onChange?: (value: V) => void; disabled?: boolean; placeholder?: string; 'aria-label'?: string }

/* Above the search input, so that its contrast can be told. */
const above = (o: { label?: ReactNode }): ReactNode => <span className="chosen">{o.label}</span>

/* The browser's own date field: typed digit by digit on a desktop, the system's wheel on a phone. */
export function DayInput({ value, onChange, ...rest }: ValueProps<string> & { min?: string; max?: string; style?: React.CSSProperties }) {
  return <Input type="date" max="9999-12-31" {...rest} value={value ?? ''} onChange={(e) => onChange?.(e.target.value)} />
}

/* Waits until typing pauses. */
export function useSettled(value: string, ms = 180): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/* People by name, pinyin, initials or number, as you type. `known` names ids already chosen. */
export function PersonSelect({ value, onChange, multiple, organisationId, known, stages, onNames, ...rest }: ValueProps<string | string[] | undefined> & {
  multiple?: boolean; organisationId?: string; known?: Record<string, string>; stages?: string[]; onNames?: (names: Record<string, string>) => void
}) {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  const hits = useQuery({
    queryKey: ['people-search', q, organisationId], enabled: q !== '', placeholderData: keepPreviousData,
    queryFn: () => get<Page<PersonHit>>('/people/search', { q, organisation_id: organisationId, limit: 20 }),
  })
  const [names, setNames] = useState<Record<string, string>>({})
  const found = (q === '' ? [] : hits.data?.items ?? []).filter((h) => !stages || stages.includes(h.stage ?? 'none'))
  const chosen = (Array.isArray(value) ? value : value ? [value] : []).filter((v) => !found.some((h) => h.id === v))
  const options = [
    ...found.map((h) => ({ value: h.id, label: h.name, hit: h as PersonHit | null })),
    ...chosen.map((v) => ({ value: v, label: names[v] ?? known?.[v] ?? t('person.chosen', { id: v }), hit: null })),
  ]
  return (
    <Select
      {...rest} mode={multiple ? 'multiple' : undefined} value={value === '' ? undefined : value} allowClear
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }} placeholder={rest.placeholder ?? t('person.search')}
      options={options} loading={hits.isFetching} labelRender={multiple ? undefined : above}
      notFoundContent={q === '' ? t('person.type_to_search') : hits.isFetching ? t('state.loading') : t('person.no_hit')}
      optionRender={(o) => {
        const h = (o.data as { hit: PersonHit | null }).hit
        return h ? <span>{h.name} <span className="muted small">{[h.student_no, h.branch_name, tc('stage', h.stage ?? 'none')].filter(Boolean).join(' · ')}</span></span> : o.label
      }}
      onChange={(v, option) => {
        const list = Array.isArray(option) ? option : option ? [option] : []
        const next = { ...names, ...Object.fromEntries(list.map((o) => [o.value as string, String(o.label)])) }
        setNames(next)
        onNames?.(next)
        setTyped('')
        onChange?.(v as string | string[] | undefined)
      }}
    />
  )
}

export const BRANCHES = ['direct_branch', 'branch', 'joint_branch', 'temporary_branch']

export function useOrganisations(asOf?: string) {
  return useQuery({ queryKey: ['organisations', asOf ?? ''], queryFn: () => get<Page<Organisation>>('/organisations', { as_of: asOf }), staleTime: 60_000 })
}

interface Node { value: string; key: string; title: string; shown: ReactNode; kind: string; selectable: boolean; children: Node[] }

function toTree(items: Organisation[], selectable: (o: Organisation) => boolean): Node[] {
  const nodes = new Map(items.map((o) => [o.id, { value: o.id, key: o.id, title: o.name, shown: above({ label: o.name }), kind: o.kind, selectable: selectable(o), children: [] } as Node]))
  const roots: Node[] = []
  for (const o of items) {
    const parent = o.parent_id ? nodes.get(o.parent_id) : undefined
    ;(parent ? parent.children : roots).push(nodes.get(o.id)!)
  }
  return roots
}

export function OrgTreeSelect({ value, onChange, branchesOnly, ...rest }: ValueProps<string | undefined> & { branchesOnly?: boolean; allowClear?: boolean; style?: React.CSSProperties }) {
  const q = useOrganisations()
  const data = useMemo(() => toTree((q.data?.items ?? []).filter((o) => !o.closed_on), (o) => !branchesOnly || BRANCHES.includes(o.kind)), [q.data, branchesOnly])
  return (
    <TreeSelect
      {...rest} value={value || undefined} onChange={(v) => onChange?.(v)} treeNodeLabelProp="shown" treeData={data} loading={q.isPending}
      showSearch={{ treeNodeFilterProp: 'title' }} treeDefaultExpandedKeys={data.map((n) => n.key)}
      placeholder={rest.placeholder ?? t('organisation.choose')} popupMatchSelectWidth={false} styles={{ popup: { root: { minWidth: 280, maxWidth: '92vw' } } }} style={{ width: '100%', ...rest.style }}
    />
  )
}

export interface Choice { value: string; label: string }

/* A short closed list: the browser's own select, which phones show as a wheel. */
export function PlainSelect({ value, onChange, options, placeholder, ...rest }: ValueProps<string | undefined> & { options: Choice[]; style?: React.CSSProperties; className?: string }) {
  return (
    <select {...rest} className={`plain-select ${rest.className ?? ''}`} value={value ?? ''} onChange={(e) => onChange?.(e.target.value || undefined)}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </select>
  )
}

/* A code of the glossary; `all` is the word for "any of them". */
export function CodeSelect({ group, codes, all, ...rest }: ValueProps<string | undefined> & { group: string; codes: readonly string[]; all?: string; style?: React.CSSProperties; className?: string }) {
  return <PlainSelect {...rest} placeholder={all ?? rest.placeholder ?? (rest.value ? undefined : t('action.choose'))} options={codes.map((c) => ({ value: c, label: tc(group, c) }))} />
}
