// Package intern keeps many records whose strings repeat.
package intern

import (
	"strings"
	"unique"
)

// region types
// Plain holds its own copy of each string.
type Plain struct {
	Tenant, Route string
	Millis        uint32
}

// Shared holds one pointer per string; equal strings share one copy.
type Shared struct {
	Tenant, Route unique.Handle[string]
	Millis        uint32
}

// endregion types

// region parse
// ParsePlain cuts "tenant route" and clones, so that the record does not
// keep the whole input line alive.
func ParsePlain(line string, ms uint32) Plain {
	tenant, route, _ := strings.Cut(line, " ")
	return Plain{strings.Clone(tenant), strings.Clone(route), ms}
}

// ParseShared canonicalizes instead; unique.Make clones only new strings.
func ParseShared(line string, ms uint32) Shared {
	tenant, route, _ := strings.Cut(line, " ")
	return Shared{unique.Make(tenant), unique.Make(route), ms}
}

// endregion parse

// region pin
// Pinned keeps the first field of each line, and with it every whole line.
func Pinned(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		id, _, _ := strings.Cut(l, " ")
		out = append(out, id)
	}
	return out
}

// Cloned keeps the field alone.
func Cloned(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		id, _, _ := strings.Cut(l, " ")
		out = append(out, strings.Clone(id))
	}
	return out
}

// endregion pin
