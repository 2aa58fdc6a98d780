-- KEYS[1] the queue, HASH: settings by their names; paused, closed; seq the last rank given; v virtual time of the groups,
--   u that of jobs without group; ta when the rate is used up to, in us; gn jobs that wait in groups; lt highest term of a
--   leader; pu when a purge began, in ms, while it is not through; am the last ms in which a job lined up that ages, and ab
--   the first rank of it; nx the last rank before all others, of a job that was given back unbegun; kx 1 once a job had a log
--   or children; ew until when somebody waits for events, in ms; n_<what> counts. The keys of its jobs begin with its own, see
--   docs/keys.md
-- ARGV[1] PUBLISH or SPUBLISH
-- ARGV[2] beginning of the pub/sub channels on which instances with idle workers are woken; their uid follows
local call = redis.call
local Q = KEYS[1]
local JOB, READY, HUNGRY = Q .. ':j:', Q .. ':ready', Q .. ':hungry'

-- include: whole

-- A priority is worth so many ranks.
local LEVEL = 17592186044416

local function text(number) return string.format('%.0f', number) end

local NOW_US, NOW
do
  local time = call('TIME')
  NOW_US = time[1] * 1000000 + time[2]
  NOW = math.floor(NOW_US / 1000)
end
local NOW_TEXT = text(NOW)

-- None of the queue's jobs is to start; when a purge began that is not through; a job of a group lined up in this call.
local paused, purging, grouped = false, false, false

-- The queue's events were cut to their number.
local is_cut = false

-- How often what happened, and by state what ended: its time and id, one after the other.
local counts, ended = {}, {}

-- Something is to be told to another queue, see flow_read.
local outgoing = false
