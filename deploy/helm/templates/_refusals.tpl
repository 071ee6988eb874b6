{{- /* What would install and then not work is refused here, with what to do. */ -}}
{{- define "ram-mfa-bot.refusals" -}}
{{- if not .Values.existingSecret -}}
{{- fail "set existingSecret to the name of a Secret whose keys are variables such as SLACK_BOT_TOKEN (see values.yaml)" -}}
{{- end -}}
{{- if not .Values.settings.TIMEZONE -}}
{{- fail "set settings.TIMEZONE to your IANA zone, such as Asia/Shanghai" -}}
{{- end -}}
{{- if and (gt (int .Values.replicaCount) 1) (not .Values.database.url) -}}
{{- fail (printf "replicaCount is %d, and SQLite serves one process: set database.url to postgres://…, or replicaCount to 1" (int .Values.replicaCount)) -}}
{{- end -}}
{{- if regexMatch "^[a-z]+://[^/@]*:[^/@]*@" .Values.database.url -}}
{{- fail "leave the password out of database.url: put it into existingSecret as DATABASE_PASSWORD" -}}
{{- end -}}
{{- range $name, $value := .Values.settings -}}
{{- if has $name (list "DATABASE_URL" "HEALTH_PORT" "HEALTH_HOST") -}}
{{- fail (printf "settings.%s is the chart's own: set database.url or healthPort instead" $name) -}}
{{- end -}}
{{- if regexMatch "(SECRET|TOKEN|PASSWORD)$" $name -}}
{{- fail (printf "settings.%s is a secret: put it into existingSecret" $name) -}}
{{- end -}}
{{- if and (kindIs "float64" $value) (ge $value 1000000.0) -}}
{{- fail (printf "put the number of settings.%s into quotes: YAML rounds it" $name) -}}
{{- end -}}
{{- end -}}
{{- if and (or .Values.metrics.serviceMonitor.enabled .Values.metrics.rules.enabled) (not .Values.metrics.enabled) -}}
{{- fail "set metrics.enabled too: a ServiceMonitor or rules need something to scrape" -}}
{{- end -}}
{{- end -}}
