/* Rooms and bases an organisation has for its activities (S003-09). */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { Room } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { CodeSelect, DayInput, OrgTreeSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { addRoom, editRoom, rooms } from './api'
import { changedOnly, filledOnly, type Given } from './patch'
import { ScopeFilter, useScope } from './scope'
import { ROOMS } from './words'

function Dialog({ known, at, close }: { known?: Room; at: string | undefined; close: () => void }) {
  const client = useQueryClient()
  const submit = async (v: Given): Promise<void> => {
    if (known) await editRoom(known.id, { ...changedOnly(known, v), version: known.version })
    else await addRoom(filledOnly(v))
    await client.invalidateQueries({ queryKey: ['rooms'] })
  }
  return (
    <FormModal<Given> title={t(known ? 'rooms.edit' : 'rooms.add')} close={close} submit={submit} initial={known ? ({ ...known } as Given) : { organisation_id: at, kind: 'member_home' }}>
      {!known && <Form.Item name="organisation_id" label={t('rooms.kept_by')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>}
      <div className="two">
        <Form.Item name="name" label={t('organisation.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={80} /></Form.Item>
        <Form.Item name="kind" label={t('organisation.kind')} rules={[{ required: true }]}><CodeSelect group="room" codes={ROOMS} /></Form.Item>
        <Form.Item name="place" label={t('rooms.place')}><Input maxLength={80} placeholder={t('rooms.place_example')} /></Form.Item>
        <Form.Item name="seats" label={t('rooms.seats')}><InputNumber min={0} max={100000} precision={0} style={{ width: '100%' }} /></Form.Item>
        {known && <Form.Item name="closed_on" label={t('rooms.closed_on')}><DayInput /></Form.Item>}
      </div>
    </FormModal>
  )
}

const closed = (r: Room) => r.closed_on && <StateTag kind="quiet">{t('state.closed', { day: day(r.closed_on) })}</StateTag>

export default function Rooms() {
  const session = useSession()
  const scope = useScope()
  const [dialog, setDialog] = useState<{ known?: Room } | null>(null)
  const edit = (r: Room) => scope.mayEdit(r.organisation_id) && <Button size="small" aria-label={t('table.edit_one', { name: r.name })} onClick={() => setDialog({ known: r })}>{t('action.edit')}</Button>
  const columns: Column<Room>[] = [
    { key: 'name', title: t('organisation.name'), render: (r) => <>{r.name} {closed(r)}</> },
    { key: 'kind', title: t('organisation.kind'), render: (r) => tc('room', r.kind), className: 'nowrap' },
    { key: 'place', title: t('rooms.place'), render: (r) => r.place },
    { key: 'seats', title: t('rooms.seats'), render: (r) => <span className="num">{r.seats}</span>, className: 'nowrap' },
    { key: 'organisation', title: t('rooms.kept_by'), render: (r) => r.organisation_name },
    ...(may(session, 'directory_edit') ? [{ key: 'act', title: t('table.actions'), render: edit, className: 'nowrap no-print' }] : []),
  ]
  return (
    <>
      <PageHeader title={t('places.rooms')} sub={t('rooms.sub')} back={scope.back} actions={scope.mayEdit(scope.id) && <Button type="primary" onClick={() => setDialog({})}>{t('rooms.add')}</Button>} />
      <PageTable<Room>
        name="rooms" label={t('places.rooms')} query={{ organisation_id: scope.id }} load={rooms} rowKey={(r) => r.id} columns={columns}
        card={(r) => (
          <>
            <div className="item-top"><b>{r.name}</b>{closed(r) ?? <span className="muted">{tc('room', r.kind)}</span>}</div>
            <div className="item-top"><span className="meta">{[r.place, r.seats !== null && t('rooms.seats_n', { n: r.seats }), r.organisation_name].filter(Boolean).join(' · ')}</span>{edit(r)}</div>
          </>
        )}
        filters={<ScopeFilter scope={scope} />} empty={{ title: t('rooms.empty'), text: t('rooms.empty_text') }}
      />
      {dialog && <Dialog known={dialog.known} at={scope.id} close={() => setDialog(null)} />}
    </>
  )
}
