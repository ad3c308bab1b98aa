#!/usr/bin/env pwsh
# The verbs of this repository: build, run FILE, test, bench, verify, docs, clean.
param([string]$Verb, [Parameter(ValueFromRemainingArguments)][string[]]$Rest)
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$env:DOTNET_NOLOGO = '1'

function Build {
    $rid = (dotnet --info | Select-String '^ *RID: *(.*)$' | Select-Object -First 1).Matches.Groups[1].Value
    dotnet publish "$root/Compiler" -c Release -o "$root/out" -r $rid --self-contained false -p:PublishReadyToRun=true -v q --nologo | Out-Null
    if ($LASTEXITCODE -ne 0) { dotnet publish "$root/Compiler" -c Release -o "$root/out" -v q --nologo }
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

switch ($Verb) {
    'build' { Build }
    'run' {
        if (-not $Rest) { Write-Error 'usage: build.ps1 run FILE [ARGS]'; exit 64 }
        Build
        dotnet "$root/out/semac.dll" run $Rest[0] -- @($Rest | Select-Object -Skip 1)
        exit $LASTEXITCODE
    }
    'test' {
        $log = dotnet test "$root/Tests" -c Release --nologo --logger 'console;verbosity=normal'
        $status = $LASTEXITCODE
        $log | Where-Object { $_ -notmatch '^ *Passed |^$' }
        $counts = 'Passed', 'Failed', 'Skipped' | ForEach-Object {
            $line = $log | Select-String "^ *${_}: *(\d+)" | Select-Object -Last 1
            if ($line) { $line.Matches.Groups[1].Value } else { 0 }
        }
        Write-Output "$($counts[0]) passed, $($counts[1]) failed, $($counts[2]) skipped"
        exit $status
    }
    'bench' {
        Build
        $bench = "$root/Tests/Benchmarks"
        dotnet build "$bench/Runner" -c Release -o "$root/.work/bench/runner" -v q --nologo | Out-Host
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        dotnet "$root/.work/bench/runner/bench.dll" --suite "$bench/Suite" --work "$root/.work/bench" --semac "$root/out/semac.dll" @Rest
        exit $LASTEXITCODE
    }
    'verify' {
        Build
        if (-not (Get-Command ilverify -ErrorAction SilentlyContinue)) { Write-Output 'ilverify is not installed: only the suite''s own check runs (build.ps1 test)'; exit 0 }
        $framework = Join-Path (Split-Path (Split-Path (Get-Command dotnet).Source)) 'shared/Microsoft.NETCore.App'
        foreach ($file in Get-ChildItem "$root/examples/*.sema") {
            $dll = Join-Path ([IO.Path]::GetTempPath()) "$($file.BaseName).dll"
            dotnet "$root/out/semac.dll" build $file.FullName -o $dll
            ilverify $dll -r "$framework/*/*.dll" -r (Join-Path ([IO.Path]::GetTempPath()) 'Sema.Runtime.dll')
        }
    }
    'docs' {
        Build
        dotnet "$root/out/semac.dll" doc --markdown | Set-Content "$root/docs/builtins.md"
    }
    'clean' { 'out', '.work', 'Compiler/bin', 'Compiler/obj', 'Runtime/bin', 'Runtime/obj', 'Tests/bin', 'Tests/obj', 'Tests/Benchmarks/*/bin', 'Tests/Benchmarks/*/obj' | ForEach-Object { Remove-Item -Recurse -Force "$root/$_" -ErrorAction SilentlyContinue } }
    default { Write-Error 'usage: build.ps1 build|run FILE|test|bench|verify|docs|clean'; exit 64 }
}
