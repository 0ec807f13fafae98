#!/bin/sh
# Gives the External Client App {{app}} its OAuth settings in one org, after the app itself is deployed.
# sfp runs it with: package, user name, alias, working directory, folder of the package. By hand:
#   sh scripts/bootstrap.sh {{package}} USERNAME ALIAS . app
# Running it again changes nothing.
set -eu

if [ "$#" -lt 5 ]; then
    echo "usage: bootstrap.sh PACKAGE USERNAME ALIAS DIRECTORY FOLDER" >&2
    exit 2
fi
username=$2
apex=$4/$5/scripts/bootstrap.apex
if [ ! -f "$apex" ]; then
    echo "bootstrap.sh: $apex is not there" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Apex may only call addresses that the org allows, and its own is not among them by itself.
# The pipe keeps whatever else the command prints off the screen and the disk.
instance=$(sf org display --target-org "$username" --json |
    sed -n 's/.*"instanceUrl": *"\(https:\/\/[A-Za-z0-9.-]*\)\/*".*/\1/p' | head -n 1)
if [ -z "$instance" ]; then
    echo "bootstrap.sh: the address of $username is not known; sign in with sf org login first" >&2
    exit 1
fi

mkdir -p "$work/remote/remoteSiteSettings"
cat >"$work/remote/remoteSiteSettings/{{app}}_self.remoteSite" <<END
<?xml version="1.0" encoding="UTF-8"?>
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>The org's own Metadata API, for the bootstrap of {{app}}</description>
    <disableProtocolSecurity>false</disableProtocolSecurity>
    <isActive>true</isActive>
    <url>$instance</url>
</RemoteSiteSetting>
END
cat >"$work/remote/package.xml" <<END
<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
        <members>{{app}}_self</members>
        <name>RemoteSiteSetting</name>
    </types>
    <version>{{version}}</version>
</Package>
END
sf project deploy start --metadata-dir "$work/remote" --target-org "$username" --wait 30

# The answer is judged by what it says: it also comes when the Apex fails.
sf apex run --file "$apex" --target-org "$username" --json >"$work/answer.json" || true
if ! grep -q '"success": *true' "$work/answer.json"; then
    echo "bootstrap.sh: the Apex failed in $username" >&2
    sed -n -e 's/.*"compileProblem": *"\([^"]*\)".*/\1/p' -e 's/.*"exceptionMessage": *"\([^"]*\)".*/\1/p' \
        -e 's/^ *"message": *"\([^"]*\)".*/\1/p' "$work/answer.json" >&2
    exit 1
fi
echo "{{app}} has its OAuth settings in $username"
