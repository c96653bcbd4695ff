# browser.bash - a page looked at as people do: headless Chromium, asked over
# its driver. No network: pages are files, the driver listens on loopback.

# Starts the driver and a browser; they end with browser_stop.
browser_start() {
	local dir=$1 port='' id i

	BROWSER_DIR=$dir
	: >"$dir/driver"
	# it keeps nothing open that bats waits for
	(
		for i in /proc/self/fd/*; do
			[ "${i##*/}" -le 2 ] || eval "exec ${i##*/}>&-"
		done
		exec chromedriver --port=0
	) >"$dir/driver" 2>&1 </dev/null &
	echo $! >"$dir/pid"
	for ((i = 0; i < 600; i++)); do
		port=$(sed -n 's/.*successfully on port \([0-9]*\).*/\1/p' \
			"$dir/driver")
		[ -z "$port" ] || break
		sleep 0.05
	done
	BROWSER=http://127.0.0.1:$port
	export BROWSER BROWSER_DIR
	id=$(browser_new "$dir" | jq -r .value.sessionId)
	case $id in
	'' | null)
		cat "$dir/driver"
		browser_stop
		return 1
		;;
	esac
	BROWSER=$BROWSER/session/$id
}

browser_new() {
	jq -n --arg dir "$1/profile" '{capabilities: {alwaysMatch: {
		"goog:loggingPrefs": {browser: "ALL"},
		"goog:chromeOptions": {args: ["--headless=new", "--no-sandbox",
		"--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--disable-background-networking", "--disable-sync",
		"--disable-component-update", "--no-first-run",
		"--user-data-dir=" + $dir]}}}}' |
		curl -sS --max-time 120 -d @- "$BROWSER/session"
}

browser_stop() {
	curl -sS --max-time 20 -X DELETE "$BROWSER" >/dev/null 2>&1 || true
	kill "$(cat "$BROWSER_DIR/pid")" 2>/dev/null || true
}

# What the driver answers to POST $1 of the JSON on stdin.
browser_post() {
	curl -sS --max-time 60 -d @- "$BROWSER/$1" | jq -c .value
}

# A command of the browser's own protocol, with parameters as JSON.
browser_cdp() {
	jq -nc --arg cmd "$1" --argjson params "$2" \
		'{cmd: $cmd, params: $params}' | browser_post goog/cdp/execute
}

# browser_open FILE WIDTH [light|dark [screen|print]]
browser_open() {
	browser_cdp Emulation.setDeviceMetricsOverride "{\"width\":$2,
		\"height\":800,\"deviceScaleFactor\":1,\"mobile\":false}" \
		>/dev/null
	browser_cdp Emulation.setEmulatedMedia "{\"media\":\"${4:-screen}\",
		\"features\":[{\"name\":\"prefers-color-scheme\",
		\"value\":\"${3:-light}\"}]}" >/dev/null
	jq -n --arg url "file://$(realpath "$1")" '{url: $url}' |
		browser_post url >/dev/null
}

# The value of a script in the page: browser_run 'return 1 + 1'.
browser_run() {
	jq -n --arg script "$1" '{script: $script, args: []}' |
		browser_post execute/sync
}

# What the browser complained of, a line each.
browser_complaints() {
	printf '{"type":"browser"}' | browser_post se/log | jq -r '.[].message'
}

# The whole page as PNG; the page on paper as PDF.
browser_picture() {
	browser_cdp Page.captureScreenshot \
		'{"captureBeyondViewport":true,"format":"png"}' |
		jq -r .data | base64 -d >"$1"
}
browser_paper() {
	browser_cdp Page.printToPDF \
		'{"printBackground":true,"preferCSSPageSize":true}' |
		jq -r .data | base64 -d >"$1"
}
