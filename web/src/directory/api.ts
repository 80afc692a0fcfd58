import type {
  ClassRow, ExportRow, Goals, Id, Organisation, OrganisationChanges, OrganisationDetail, OrganisationEvent, Page, PartyGroup, Person,
  Note, PersonHit, PersonRow, Post, PostMade, Room, Voters,
} from '../api'
import { download, get, patch, post, put, type Query } from '../platform/http'

export const organisations = (query: Query) => get<Page<Organisation>>('/organisations', query)
export const organisation = (id: Id) => get<OrganisationDetail>(`/organisations/${id}`)
export const foundOrganisation = (body: object) => post<{ id: Id; notes?: Note[] }>('/organisations', body)
export const organisationEvent = (id: Id, body: object) => post<unknown>(`/organisations/${id}/events`, body)
export const organisationEvents = (id: Id) => get<Page<OrganisationEvent>>(`/organisations/${id}/events`)
export const changes = (query: Query) => get<OrganisationChanges>('/organisations/changes', query)
export const goals = (query: Query) => get<Goals>('/organisations/goals', query)

export const people = (query: Query) => get<Page<PersonRow>>('/people', query)
export const searchPeople = (query: Query) => get<Page<PersonHit>>('/people/search', query)
export const person = (id: Id) => get<Person>(`/people/${id}`)
export const addPerson = (body: object) => post<{ id: Id }>('/people', body)
export const editPerson = (id: Id, body: object) => patch<unknown>(`/people/${id}`, body)
export const revealIdNumber = (id: Id, reason: string) => post<{ id_number: string }>(`/people/${id}/id-number`, { reason })
export const affiliate = (id: Id, body: object) => post<unknown>(`/people/${id}/affiliations`, body)
export const setClass = (id: Id, body: { class_id: Id; from_on: string }) => put<unknown>(`/people/${id}/class`, body)

export const classes = (query: Query) => get<Page<ClassRow>>('/classes', query)
export const classOne = (id: Id) => get<ClassRow>(`/classes/${id}`)
export const addClass = (body: object) => post<{ id: Id }>('/classes', body)
export const editClass = (id: Id, body: object) => patch<unknown>(`/classes/${id}`, body)
export const groups = (query: Query) => get<Page<PartyGroup>>('/party-groups', query)
export const addGroup = (body: object) => post<{ id: Id }>('/party-groups', body)
export const editGroup = (id: Id, body: object) => patch<unknown>(`/party-groups/${id}`, body)
export const rooms = (query: Query) => get<Page<Room>>('/rooms', query)
export const addRoom = (body: object) => post<{ id: Id }>('/rooms', body)
export const editRoom = (id: Id, body: object) => patch<unknown>(`/rooms/${id}`, body)
export const voters = (query: Query) => get<Voters>('/voters', query)

export const posts = (query: Query) => get<Page<Post>>('/posts', query)
export const addPost = (body: object) => post<PostMade>('/posts', body)
export const endPost = (id: Id, body: { until_on: string; version: number }) => patch<unknown>(`/posts/${id}`, body)

export const exportRoster = (body: object, name: string) => download('/exports/roster', body, name)
export const exportsDone = (query: Query) => get<Page<ExportRow>>('/exports', query)
