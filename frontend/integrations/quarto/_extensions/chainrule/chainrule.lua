-- {{< chainrule "1/(1+exp(-x))" values='{"x": 2}' step=3 >}}: a computational graph that plays in HTML and reveal.js
-- and is a picture everywhere else. `file=trace.json` shows a saved trace instead, so that nothing is fetched.
-- `encoded='h %3D x%0Af = h + 1'` is a program with what a shortcode cannot hold (line ends, quotes) percent-encoded.
-- Install: unpack quarto-chainrule.zip beside the document. For slides add `revealjs-plugins: [chainrule]`: each step is
-- then a fragment of its slide.

-- Written in by the service that gives the extension: another build's scripts have another address on the site.
local BUILD = ("@build@"):match("^%x+$")

local FIELDS = { "values", "output", "upstream", "view", "open", "closed", "mode", "direction", "graph", "lang" }
local LOOKS = { "step", "theme", "notation", "font-size", "controls", "editable", "autoplay", "loop", "speed" }
local FLAGS = { controls = true, editable = true, autoplay = true, loop = true }

local function text(value)
  if value == nil then return "" end
  return pandoc.utils.stringify(value)
end

local function quoted(word)
  word = word:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  return (word:gsub("\n", "&#10;"))
end

local function escaped(word)
  return (word:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

local function decoded(word)
  return (word:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local function attribute(name, value)
  if FLAGS[name] then
    if value == "" or value == "false" or value == "0" then return "" end
    return " " .. name
  end
  return value == "" and "" or " " .. name .. '="' .. quoted(value) .. '"'
end

-- The element, with the saved trace inside it if there is one.
local function element(source, kwargs, server, slides)
  local parts = { "<chain-rule" }
  if source ~= "" then parts[#parts + 1] = attribute("source", source) end
  for _, name in ipairs(FIELDS) do parts[#parts + 1] = attribute(name, text(kwargs[name])) end
  for _, name in ipairs(LOOKS) do parts[#parts + 1] = attribute(name, text(kwargs[name])) end
  parts[#parts + 1] = attribute("server", server)
  if slides then parts[#parts + 1] = " data-fragments" end
  parts[#parts + 1] = ">"
  local file = text(kwargs["file"])
  if file ~= "" then
    local handle = assert(io.open(file, "r"), "chainrule: there is no file " .. file)
    -- No character of the trace may end the script element.
    local trace = handle:read("a"):gsub("<", "\\u003c")
    handle:close()
    parts[#parts + 1] = '<script type="application/json">' .. trace .. "</script>"
  end
  parts[#parts + 1] = "</chain-rule>"
  return table.concat(parts)
end

-- The address of a still picture of the same, for formats without scripts.
local function picture(source, kwargs, server, kind)
  local words = { "source=" .. escaped(source) }
  for _, name in ipairs(FIELDS) do
    if text(kwargs[name]) ~= "" then words[#words + 1] = name .. "=" .. escaped(text(kwargs[name])) end
  end
  local step = text(kwargs["step"])
  if step ~= "" then words[#words + 1] = "step=" .. escaped(step) end
  return server .. "/api/v1/render." .. kind .. "?" .. table.concat(words, "&")
end

-- The picture under a plain name: Quarto would call its file after the query, with signs that TeX cannot load.
local function stored(address, kind)
  local fetched, mime, content = pcall(pandoc.mediabag.fetch, address)
  if not fetched or not content or not tostring(mime):find(kind, 1, true) then return address end
  local name = "chainrule-" .. pandoc.utils.sha1(address):sub(1, 12) .. "." .. kind
  pandoc.mediabag.insert(name, mime, content)
  return name
end

local function chainrule(args, kwargs, meta)
  local source = text(args[1])
  local encoded = text(kwargs["encoded"])
  if encoded ~= "" then source = decoded(encoded) end
  local server = text(kwargs["server"])
  if server == "" and meta and meta["chainrule-server"] then server = text(meta["chainrule-server"]) end
  if quarto.doc.is_format("html:js") then
    local slides = quarto.doc.is_format("revealjs")
    local scripts = { "player.iife.js" }
    -- Its sentences stand before the player, which reads them when it starts.
    local lang = text(kwargs["lang"])
    if lang ~= "" and lang ~= "en" then table.insert(scripts, 1, lang .. ".js") end
    quarto.doc.add_html_dependency({ name = "chainrule", version = "0.1.0" .. (BUILD and "-" .. BUILD or ""), scripts = scripts })
    return pandoc.RawBlock("html", element(source, kwargs, server, slides))
  end
  local kind = quarto.doc.is_format("pdf") and "pdf" or "png"
  local caption = { pandoc.Str("Computational graph of " .. source:gsub("%s+", " ")) }
  return pandoc.Para({ pandoc.Image(caption, stored(picture(source, kwargs, server, kind), kind)) })
end

return { ["chainrule"] = chainrule }
