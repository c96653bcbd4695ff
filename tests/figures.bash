# figures.bash - the fixed store of figures/, see its README; review.bats and
# scorecard.bats use its twelve tickets of and before the week 2026-W41.

twelve() {
	cp "$TOP"/tests/figures/rules/*.csv "$STORE/rules/"
	cp -r "$TOP"/tests/figures/week/. "$STORE/"
}

# figure TABLE ROW COLUMN of the report that was written to figures.csv.
figure() {
	awk -F, -v t="$1" -v r="$2" -v c="$3" '
	$1 == t && $2 == r && $3 == c { print $4 }' figures.csv
}

# table NAME: the rows of a table of figures.csv, "ROW COLUMN=VALUE …".
table() {
	awk -F, -v t="$1" '
	$1 != t { next }
	!n || $2 != row || $3 == first { if (n++) print line; line = row = $2; first = $3 }
	{ line = line " " $3 "=" $4 }
	END { if (n) print line }' figures.csv
}
