/* The closed lists of the directory; words for them stand in the catalogues. */
export const KINDS = ['school_party_committee', 'grassroots_committee', 'school_committee', 'general_branch', 'direct_branch', 'branch', 'joint_branch', 'temporary_branch'] as const
export const STAGES = ['applicant', 'activist', 'candidate', 'probationary', 'full'] as const
export const ALL_STAGES = [...STAGES, 'none', 'withdrawn', 'not_approved', 'probation_cancelled', 'not_recognised', 'transferred_out', 'left'] as const
export const POSTS = ['branch_secretary', 'deputy_secretary', 'organisation_officer', 'publicity_officer', 'discipline_officer', 'group_leader', 'committee_secretary', 'committee_member', 'organiser', 'counsellor', 'league_secretary', 'department_officer', 'school_admin'] as const
export const EVENTS = ['renamed', 'moved', 'changed_kind', 'merged', 'closed'] as const
export const LEVELS = ['undergraduate', 'junior_college', 'master', 'doctor'] as const
export const ROOMS = ['member_home', 'meeting_room', 'activity_room', 'reading_room', 'base', 'other'] as const
