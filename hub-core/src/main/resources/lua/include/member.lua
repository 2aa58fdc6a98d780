-- A member as it stands in the HASH of members, by client: "<node> <incarnation> <h here | a away> <0 not announced | 1 announced,
-- but nobody was told | 2 announced and told> <client that others know> <length of user> <user><infos>"; user is a JSON string,
-- infos are the further members of the JSON object that others see, each after a comma.
local function member(record)
  if not record then return nil end
  local node, incarnation, state, told, shown, length, at =
    string.match(record, '^(%S+) (%d+) (%a) (%d) (%S+) (%d+) ()')
  local behind = at + tonumber(length)
  return {node = node, incarnation = incarnation, state = state, told = told, shown = shown,
    user = string.sub(record, at, behind - 1), infos = string.sub(record, behind)}
end
local function json(m)
  return '{"user":' .. m.user .. ',"client":"' .. m.shown .. '"' .. m.infos .. '}'
end
