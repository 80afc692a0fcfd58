/* A step's facts, drawn from the pack: which fields, of which type, with which words. */
import { Checkbox, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { PackField, PersonFact, Votes } from '../api'
import { t, tc, tr } from '../i18n'
import { DayInput, PersonSelect, PlainSelect } from '../platform/inputs'
import { options, personOf, VOTES } from './facts'

const DISCIPLINE = ['warned', 'grave_warned', 'removed', 'on_probation_within_party'] as const

/* Counts only: who voted how is never recorded. */
function VotesInput({ id, value, onChange }: { id?: string; value?: Votes; onChange?: (v: Votes) => void }) {
  return (
    <div id={id} className="votes" role="group" aria-label={t('votes.label')}>
      {VOTES.map((name) => (
        <label key={name}>
          <span className="small">{tc('votes', name)}</span>
          <InputNumber min={0} max={9999} precision={0} style={{ width: '100%' }} value={value?.[name] ?? null}
            onChange={(n) => {
              const next = { ...value }
              if (n === null) delete next[name]
              else next[name] = n
              onChange?.(next)
            }} />
        </label>
      ))}
    </div>
  )
}

/* People; a measure in force or the end of somebody's service can be added where it matters. */
function PeopleInput({ id, value, onChange, known }: { id?: string; value?: (string | PersonFact)[]; onChange?: (v: PersonFact[]) => void; known?: Record<string, string> }) {
  const people = (value ?? []).map(personOf)
  const [more, setMore] = useState(people.some((p) => p.discipline || p.until))
  const [names, setNames] = useState<Record<string, string>>({})
  const set = (key: string | undefined, change: Partial<PersonFact>): void =>
    onChange?.(people.map((p) => (p.id === key ? (Object.fromEntries(Object.entries({ ...p, ...change }).filter(([, v]) => v !== undefined && v !== '')) as PersonFact) : p)))
  return (
    <div>
      <PersonSelect id={id} multiple known={known} onNames={setNames} value={people.flatMap((p) => (p.id ? [p.id] : []))}
        onChange={(ids) => onChange?.((ids as string[]).map((x) => people.find((p) => p.id === x) ?? { id: x }))} />
      {people.length > 0 && !more && <button type="button" className="linklike small" onClick={() => setMore(true)}>{t('people.more')}</button>}
      {more && people.map((p) => (
        <div key={p.id ?? p.name} className="row" style={{ marginTop: 8 }}>
          <span style={{ minWidth: 64 }}>{p.name ?? names[p.id!] ?? known?.[p.id!] ?? p.id}</span>
          <PlainSelect style={{ width: 170 }} aria-label={t('people.discipline')} value={p.discipline} onChange={(v) => set(p.id, { discipline: v })} placeholder={t('people.no_discipline')} options={DISCIPLINE.map((d) => ({ value: d, label: tc('discipline', d) }))} />
          {p.discipline && <label className="small row">{t('people.effect_until')}<DayInput style={{ width: 150 }} value={p.effect_until} onChange={(v) => set(p.id, { effect_until: v })} /></label>}
          <label className="small row">{t('people.until')}<DayInput style={{ width: 150 }} value={p.until} onChange={(v) => set(p.id, { until: v })} /></label>
        </div>
      ))}
    </div>
  )
}

function control(f: PackField, known?: Record<string, string>) {
  switch (f.type) {
    case 'date': return <DayInput style={{ maxWidth: 220 }} />
    case 'int': return <InputNumber min={0} max={100000} precision={0} style={{ width: '100%', maxWidth: 220 }} />
    case 'bool': return <Checkbox>{tr(f.label)}</Checkbox>
    case 'enum': return <PlainSelect options={options(f)} style={{ maxWidth: 360 }} placeholder={t('action.choose')} />
    case 'person': return <PersonSelect known={known} />
    case 'persons': return <PeopleInput known={known} />
    case 'votes': return <VotesInput />
    default: return <Input maxLength={500} />
  }
}

export function StepFields({ fields, known }: { fields: PackField[]; known?: Record<string, string> }) {
  return (
    <>
      {fields.filter((f) => !f.computed).map((f) => (
        <Form.Item key={f.name} name={['facts', f.name]} label={f.type === 'bool' ? undefined : tr(f.label)} extra={tr(f.help) || undefined} style={f.type === 'bool' ? { marginBottom: 6 } : undefined}
          valuePropName={f.type === 'bool' ? 'checked' : 'value'} rules={f.required && f.type !== 'bool' ? [{ required: true, message: t('fault.required') }] : undefined}>
          {control(f, known)}
        </Form.Item>
      ))}
    </>
  )
}
