/* Built from landbase/webmap/js by `make js`; change it there. */
var Landbase=(()=>{var sn=Object.defineProperty;var cr=Object.getOwnPropertyDescriptor;var hr=Object.getOwnPropertyNames;var dr=Object.prototype.hasOwnProperty;var fr=(t,e)=>{for(var n in e)sn(t,n,{get:e[n],enumerable:!0})},ur=(t,e,n,s)=>{if(e&&typeof e=="object"||typeof e=="func\
tion")for(let o of hr(e))!dr.call(t,o)&&o!==n&&sn(t,o,{get:()=>e[o],enumerable:!(s=cr(e,o))||s.enumerable});return t};var pr=t=>ur(sn({},"__esModule",{value:!0}),t);var Rh={};fr(Rh,{findParcels:()=>In,pageLayers:()=>K,paint:()=>Mt,start:()=>Fh,surroundings:()=>mt});function Zt(t){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(t);let e=atob(t),n=new Uint8Array(e.length);for(let s=0;s<
n.length;s++)n[s]=e.charCodeAt(s);return n}async function ue(t){let e=new Response(t).body.pipeThrough(new DecompressionStream(
"gzip"));return new Uint8Array(await new Response(e).arrayBuffer())}function on(t){let e=new DataView(t.buffer).getUint32(
0,!0),n=JSON.parse(new TextDecoder().decode(t.subarray(4,4+e))),s={},o=4+e;return n.sections.forEach(function(r){s[r[0]]=
t.subarray(o,o+r[1]),o+=r[1]}),{header:n,sections:s,numbers:function(r,a,l){let c=s[r],h=new l(a),f=0;for(let u=0;u<a;u++){
let p=0,m=0,_=0;do _=c[f++],p|=(_&127)<<m,m+=7;while(_&128);h[u]=p>>>0}return h}}}function rn(t){let{header:e,sections:n,
numbers:s}=on(t),o=function(v,C){let k=s(v,C,Uint32Array),j=new Uint32Array(C+1);for(let G=0;G<C;G++)j[G+1]=j[G]+k[G];return j},
i=e.count,r=o("polygons",i),a=o("rings",r[i]),l=o("vertices",a[a.length-1]),c=l[l.length-1],h=s("xy",2*c,Uint32Array),f=new Int32Array(
2*c),u=1e7/e.scale,p=Math.PI/180/e.scale,m=0,_=0;for(let v=0;v<2*c;v+=2){m+=h[v]>>>1^-(h[v]&1),_+=h[v+1]>>>1^-(h[v+1]&1),
f[v]=Math.round(m*u);let C=Math.sin(_*p);f[v+1]=Math.round(Math.log((1+C)/(1-C))/2*180/Math.PI*1e7)}let g=new Int32Array(
4*i);for(let v=0;v<i;v++){let C=2*l[a[r[v+1]]],k=2147483647,j=2147483647,G=-2147483648,tt=-2147483648;for(let q=2*l[a[r[v]]];q<
C;q+=2)f[q]<k&&(k=f[q]),f[q]>G&&(G=f[q]),f[q+1]<j&&(j=f[q+1]),f[q+1]>tt&&(tt=f[q+1]);g.set([k,j,G,tt],4*v)}let b=(v,C,k)=>v.
map(function(j,G){if(j.words)return Object.assign({},j,{values:s(C+G,k,Uint32Array)});let tt=n[C+G].slice(),q=new Uint32Array(
k+1);for(let fe=0,lr=1;fe<tt.length;fe++)tt[fe]===0&&(q[lr++]=fe+1);return q[k]=tt.length+1,Object.assign({},j,{texts:tt,
begins:q})}),y=function(v,C){let k=s(v,C,Int32Array);for(let j=0;j<C;j++)k[j]=k[j]?k[j]-1+e.due:2147483647;return k},O=e.
due!==void 0,x=function(v){let C=v.count;return{firsts:o("events",i),days:s("event_day",C,Int32Array),flags:s("event_fla\
gs",C,Uint8Array),states:v.states.map(k=>s("event_state"+k,C,Uint32Array)),position:v.colored?s("event_position",C,Uint8Array):
null,due:O?y("event_due",C):null,done:n.event_done?s("event_done",C,Uint8Array):null,disposals:e.disposals===void 0?null:
z(e.disposals),columns:b(v.columns,"event_column",C)}},z=function(v){let C=s("disposal_event",v,Uint32Array);for(let k=1;k<
v;k++)C[k]+=C[k-1];return{events:C,lasts:s("disposal_lasts",v,Uint32Array),m2:R("disposal_m2")}},R=v=>new Float64Array(n[v].
slice().buffer),V=function(v){let C=s("part_row",v.length,Uint32Array);for(let k=1;k<C.length;k++)C[k]+=C[k-1];return{rows:C,
lines:s("part_line",C.length,Uint32Array),shares:v}};return{count:i,header:e,polygons:r,rings:a,vertices:l,xy:f,boxes:g,
category:e.categories.length>1?s("category",i,Uint8Array):new Uint8Array(i),position:s("position",i,Uint8Array),areas:R(
"areas"),columns:b(e.columns,"column",i),methods:e.methods.slice(1).map((v,C)=>R("areas"+(C+1))),due:O?y("due",i):null,done:n.
done?s("done",i,Uint8Array):null,place:e.places?s("place",i,Uint32Array):null,parts:e.places?V(R("part_share")):null,events:e.
events?x(e.events):null}}function d(t,e,n){let s=document.createElement(t);return e&&(s.className=e),n!=null&&(s.textContent=n),s}function Vt(t){
return JSON.parse(document.getElementById(t).textContent)}function A(t,...e){t.textContent="",t.append(...e)}function w(t,e,n){
let s=d("button",e,t);return s.type="button",s.addEventListener("click",n),s}function W({color:t,edge:e}){let n=d("span",
"lb-swatch");return Object.assign(n.style,{backgroundColor:t,borderColor:e||t}),n}function vt(t,e){t.landbaseVoice||(t.landbaseVoice=
t.getContainer().appendChild(d("div","lb-voice")),t.landbaseVoice.setAttribute("role","status"),t.landbaseVoice.setAttribute(
"aria-live","polite")),t.landbaseVoice.textContent=e}function U(t,e){let n=d("div","lb-message",e);n.setAttribute("role",
"status"),t.getContainer().appendChild(n),setTimeout(()=>n.remove(),6e3)}var mr=360;function _r(t){let e=0,n=0,s=0;return t.lengths.map(o=>Array.from({length:o},function(){return n+=t.xy[e++],s+=
t.xy[e++],[s/t.scale,n/t.scale]}))}var gr=L.FeatureGroup.extend({onAdd:function(t){let[e]=this.landbasePanes;t.getPane(e)||
(t.createPane(e).style.zIndex=mr,t.getPane(e).style.pointerEvents="none"),L.FeatureGroup.prototype.onAdd.call(this,t)}});
function ss(t,e){let n=Vt(t),s=new gr,o=_r(n),i="lbOutlines"+L.stamp(s),r=L.svg({pane:i,padding:.5});s.landbasePanes=[i];
let a={renderer:r,pane:i,interactive:!1,color:e.color,weight:e.weight},l=o.filter(c=>c.length>1);return l.length&&s.addLayer(
L.polyline(l,a)),o.filter(c=>c.length===1).forEach(c=>s.addLayer(L.circleMarker(c[0],Object.assign({radius:3.5,fillColor:e.
color,fillOpacity:1},a)))),(n.texts||[]).forEach(function(c,h){c&&s.addLayer(L.marker(n.places[h],{pane:i,interactive:!1,
keyboard:!1,icon:L.divIcon({className:"lb-banner-label",iconSize:[0,0],html:d("span","lb-banner-name",c)})}))}),s}function br(t){
let e=0,n=0,s=0,o=0,i=0,r=function(l){let c=new Array(l);for(let h=0;h<l;h++)o+=t.xy[e++],i+=t.xy[e++],c[h]=[i/t.scale,o/
t.scale];return c},a=function(l){let c=new Array(l);for(let h=0;h<l;h++)c[h]=r(t.vertices[n++]);return c};return t.polygons.
map(function(l){let c=new Array(l);for(let h=0;h<l;h++)c[h]=a(t.rings[s++]);return c})}var os=18,ns=6;function dt(t=os){
let e=[];return{room:function(n,s,o){let i=[n-o/2-ns,s-t/2,n+o/2+ns,s+t/2],r=e.every(a=>i[0]>=a[2]||i[2]<=a[0]||i[1]>=a[3]||
i[3]<=a[1]);return r&&e.push(i),r}}}function yr(t,e){let n=null,s=function(){let o=dt();e.forEach(function({marker:i,node:r}){
let{x:a,y:l}=n.project(i.getLatLng());r.classList.toggle("lb-crowded",!o.room(a,l,r.offsetWidth||r.textContent.length*os))})};
t.on("add",function(){n=t._map,n.on("zoomend viewreset lbnames",s),s()}),t.on("remove",()=>n.off("zoomend viewreset lbna\
mes",s))}function is(t,e){let n=Vt(t),s=L.svg({pane:e.pane,padding:.5}),o=L.featureGroup(),i=[];return o.lands=[],o.landbasePanes=
[e.pane,e.labelPane],o.setAbove=function(r){o.landbaseAbove=r,o.lands.forEach(function(a){let l=a.polygon&&a.polygon.options.
fillOpacity===a.fill;a.fill=r?0:e.fill,l&&a.polygon.setStyle({fillOpacity:a.fill})})},br(n.shapes).forEach(function(r,a){
let l={name:n.names[a],fill:e.fill,polygon:null,node:null};o.lands.push(l),r.length&&o.addLayer(l.polygon=L.polygon(r,{renderer:s,
pane:e.pane,interactive:!1,smoothFactor:.5,className:"lb-land",color:"#5b6b7a",weight:1.3,opacity:.9,lineJoin:"round",fillColor:"\
#ffffff",fillOpacity:e.fill}));let c=n.labels[a];if(!c)return;let h=l.node=d("span","lb-banner-name",n.names[a]),f=L.latLngBounds(
r.flat(2)),u=L.marker(c,{pane:e.labelPane,interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",html:h,
iconSize:[0,0]})});i.push({marker:u,node:h,size:(f.getEast()-f.getWest())*(f.getNorth()-f.getSouth())})}),i.sort((r,a)=>a.
size-r.size).forEach(({marker:r})=>o.addLayer(r)),yr(o,i),o}var Ct=256,pe="lbSketch",wr=352,xr=2,an=.4,vr={minor:10,stream:9},me=12,rs=90,Cr=10,Er=14,as={light:{green:"#dbe8d8",water:"\
#c3dcec",stream:"#a8cbe2",river:"#a8cbe2",rail:"#aab2ba",minor:"#d3d0c6",major:"#d6bf94",name:"#66727f",halo:"#f4f6f8"},
dark:{green:"#182a20",water:"#17374a",stream:"#235068",river:"#235068",rail:"#4b5763",minor:"#343d45",major:"#5d543c",name:"\
#93a2b1",halo:"#10181f"}},Lr={stream:1,river:2,rail:1.2,minor:1,major:2},kr=()=>document.documentElement.dataset.theme===
"dark"?"dark":"light",Ar=L.TileLayer.extend({initialize:function(t,e){let n=this._pictures=new Map,s=0;e.tiles.forEach(function([
o,i,r,a,l]){n.set([o,i,r].join("/"),"data:image/"+l+";base64,"+t.slice(s,s+a)),s+=a}),this._images=new Map,L.TileLayer.prototype.
initialize.call(this,"",{minNativeZoom:e.minZoom,maxNativeZoom:e.maxZoom,maxZoom:24,noWrap:!0,attribution:e.attribution,
className:"lb-pictures",bounds:e.bounds})},onAdd:function(t){L.TileLayer.prototype.onAdd.call(this,t),this._pictures.forEach(
(e,n)=>{if(this._images.has(n))return;let s=new Image;s.src=e,this._images.set(n,s)})},getTileUrl:function(t){return this.
_pictures.get([t.z,t.x,t.y].join("/"))||L.Util.emptyImageUrl},paint:function(t,e,n){let{minNativeZoom:s,maxNativeZoom:o}=this.
options,i=Math.min(o,Math.max(s,Math.round(n.zoom)));for(let r=s;r<=i;r++){let a=e.world/2**r;this._images.forEach(function(l,c){
let[h,f,u]=c.split("/").map(Number),p=f*a-e.left,m=u*a-e.top;h!==r||!l.complete||!l.naturalWidth||p>n.width||m>n.height||
p+a<0||m+a<0||t.drawImage(l,p,m,a+.5,a+.5)})}}}),ls=(t,e)=>new Ar(document.getElementById(t).textContent.trim(),e);function Or({
header:t,numbers:e},n){let s=t[n+"_count"],o=e(n+"_lengths",s,Uint32Array),i=new Uint32Array(s+1),r=new Float64Array(4*s);
for(let f=0;f<s;f++)i[f+1]=i[f]+o[f];let a=e(n,2*i[s],Uint32Array),l=new Float64Array(2*i[s]),c=0,h=0;for(let f=0;f<s;f++){
let u=[1/0,1/0,-1/0,-1/0];for(let p=2*i[f];p<2*i[f+1];p+=2)c+=a[p]>>>1^-(a[p]&1),h+=a[p+1]>>>1^-(a[p+1]&1),l[p]=c/t.scale,
l[p+1]=cs(h/t.scale),u[0]=Math.min(u[0],l[p]),u[1]=Math.min(u[1],l[p+1]),u[2]=Math.max(u[2],l[p]),u[3]=Math.max(u[3],l[p+
1]);r.set(u,4*f)}return{count:s,begins:i,xy:l,boxes:r}}function cs(t){let e=Math.sin(t*Math.PI/180);return Math.log((1+e)/
(1-e))/2*180/Math.PI}var Sr=L.GridLayer.extend({initialize:function(t,e){L.GridLayer.prototype.initialize.call(this,{pane:pe,
noWrap:!0,maxZoom:24,attribution:e.attribution,updateWhenZooming:!1}),this._places=new Map;let n=()=>Zt(document.getElementById(
t).textContent.trim());e.compressed?typeof DecompressionStream>"u"?this._lacking=e.tooOld:this.opened=ue(n()).then(s=>this.
_open(s)):this._open(n())},_open:function(t){let e=on(t);this._kinds=[...e.header.fills,...e.header.strokes].map(n=>({name:n,
fill:e.header.fills.includes(n),lines:Or(e,n)})),this._names=e.header.labels.map(([n,s,o,i])=>({text:n,x:s,y:cs(o),rank:i})),
this._map&&this.redraw()},onAdd:function(t){this._lacking&&U(t,this._lacking),t.getPane(pe)||(t.createPane(pe).style.zIndex=
wr),t.getPane(pe).style.pointerEvents="none",L.GridLayer.prototype.onAdd.call(this,t),this._watch=new MutationObserver(()=>this.
redraw()),this._watch.observe(document.documentElement,{attributes:!0,attributeFilter:["data-theme"]})},onRemove:function(t){
this._watch.disconnect(),L.GridLayer.prototype.onRemove.call(this,t)},createTile:function(t){let e=L.DomUtil.create("can\
vas"),n=Math.max(xr,window.devicePixelRatio||1);if(e.width=e.height=Math.round(Ct*n),!this._kinds)return e;let s=e.getContext(
"2d"),o=Ct*2**t.z;return s.scale(n,n),this._draw(s,{world:o,left:t.x*Ct,top:t.y*Ct,width:Ct,height:Ct,zoom:t.z},as[kr()]),
e},paint:function(t,e,n){this._kinds&&this._draw(t,{world:e.world,left:e.left,top:e.top,width:n.width,height:n.height,zoom:n.
zoom},as.light)},_draw:function(t,e,n){t.lineJoin=t.lineCap="round",this._kinds.filter(({name:s})=>e.zoom>=(vr[s]||0)).forEach(
function({name:s,fill:o,lines:i}){t.beginPath(),Mr(t,e,i,o),t.fillStyle=t.strokeStyle=n[s],t.lineWidth=Lr[s]||0,t.setLineDash(
s==="rail"?[6,3]:[]),o?t.fill("nonzero"):t.stroke()}),t.setLineDash([]),this._write(t,e,n)},_roomy:function(t,e){if(!this.
_places.has(t)){let n=dt(),s=t/360;this._places.set(t,this._names.filter(({text:o,x:i,y:r,rank:a})=>e>=(a<2?Cr:Er)&&n.room(
i*s,-r*s,o.length*me)))}return this._places.get(t)},_write:function(t,e,n){let s=e.world/360,o=e.world/2;t.font=me+"px "+
getComputedStyle(document.documentElement).getPropertyValue("--lb-fonts"),Object.assign(t,{textAlign:"center",textBaseline:"\
middle",lineWidth:3,strokeStyle:n.halo,fillStyle:n.name}),this._roomy(e.world,e.zoom).forEach(function({text:i,x:r,y:a}){
let l=r*s+o-e.left,c=o-a*s-e.top;l<-rs||c<-me||l>e.width+rs||c>e.height+me||(t.strokeText(i,l,c),t.fillText(i,l,c))})}});
function Mr(t,e,{count:n,begins:s,xy:o,boxes:i},r){let a=e.world/360,l=e.world/2,c=(e.left-l-4)/a,h=(e.left+e.width-l+4)/
a,f=(l-e.top+4)/a,u=(l-e.top-e.height-4)/a;for(let p=0;p<n;p++){let m=4*p;if(i[m]>h||i[m+2]<c||i[m+1]>f||i[m+3]<u||Math.
max(i[m+2]-i[m],i[m+3]-i[m+1])*a<an)continue;let _=2*s[p+1],g=NaN,b=NaN;for(let y=2*s[p];y<_;y+=2){let O=o[y]*a+l-e.left,
x=l-o[y+1]*a-e.top;if(y===2*s[p])t.moveTo(O,x);else{if(Math.abs(O-g)<an&&Math.abs(x-b)<an&&y<_-2)continue;t.lineTo(O,x)}
g=O,b=x}r&&t.closePath()}}var hs=(t,e)=>new Sr(t,e);function Pr(t,e,n){let s=t.boxes,o=t.classes.length,i=e.dot/e.times,r=8/e.times,a=2*o,l=a+1,c=new Uint16Array(n.length),
h=new Uint32Array(l+2);for(let m=0;m<n.length;m++){let _=n[m],g=4*_,b=Math.max(s[g+2]-s[g],s[g+3]-s[g+1]),y=l;t.shown[_]&&
(y=b<i?a:t.position[_]+(b<r?0:o)),c[m]=y,h[y+1]+=1}for(let m=0;m<=l;m++)h[m+1]+=h[m];let f=h.slice(),u=new Uint32Array(n.
length);for(let m=0;m<n.length;m++)u[f[c[m]]++]=n[m];let p=m=>u.subarray(h[m],h[m+1]);return{plain:p,edged:m=>p(o+m),dots:p(
a)}}function*ds(t,e,n,s,o){let{xy:i,vertices:r}=t,{times:a,left:l,top:c}=n,h=0;for(;h<s.length;){let f=0;for(e.beginPath();h<
s.length&&f<4e3;h++){let u=t.rings[t.polygons[s[h]+1]];for(let p=t.rings[t.polygons[s[h]]];p<u;p++){let m=2*r[p],_=2*r[p+
1],g=i[m]*a-l,b=-i[m+1]*a-c;e.moveTo(g,b);for(let y=m+2;y<_;y+=2){let O=i[y]*a-l,x=-i[y+1]*a-c;Math.abs(O-g)<.2&&Math.abs(
x-b)<.2||e.lineTo(g=O,b=x)}e.closePath(),f+=(_-m)/2}}e.fill("nonzero"),o&&e.stroke(),yield}}function*Tr(t,e,n,s){let o=t.
boxes;for(let i=0;i<s.length;i++){let r=4*s[i],a=(o[r]+o[r+2])/2*n.times-n.left,l=-(o[r+1]+o[r+3])/2*n.times-n.top,c=t.classes[t.
position[s[i]]];e.fillStyle=c.color,e.strokeStyle=c.edge,e.beginPath(),e.arc(a,l,n.dot/2,0,2*Math.PI),e.fill(),e.stroke(),
i%256===255&&(yield)}}function Nr(t,e){t.fillStyle=e;let n=t.fillStyle,s=n.match(/[\da-f]{2}/gi),o=n[0]==="#"?s.map(r=>parseInt(
r,16)):n.match(/[\d.]+/g).map(Number),i=[o[0],o[1],o[2],o.length>3?o[3]*255:255];return new Uint32Array(Uint8ClampedArray.
from(i).buffer)[0]}function Ir(t,e,n){let s=e.spare,o=t.boxes,{width:i,height:r}=s.canvas,a=s.createImageData(i,r),l=new Uint32Array(
a.data.buffer),c=Uint32Array.from(t.classes,m=>Nr(s,m.color)),h=e.times*e.ratio/2,f=Math.max(1,Math.round(e.dot*e.ratio)),
u=e.left*e.ratio+f/2,p=e.top*e.ratio+f/2;for(let m=0;m<n.length;m++){let _=4*n[m],g=c[t.position[n[m]]],b=Math.round((o[_]+
o[_+2])*h-u),y=Math.round(-(o[_+1]+o[_+3])*h-p),O=Math.min(i,b+f),x=Math.min(r,y+f);for(let z=Math.max(0,y);z<x;z++)for(let R=Math.
max(0,b);R<O;R++)l[z*i+R]=g}return s.putImageData(a,0,0),s.canvas}function*zr(t,e,n,s){if(!s.length)return;if(n.dot>=4){
yield*Tr(t,e,n,s);return}let o=Ir(t,n,s);e.save(),e.setTransform(1,0,0,1,0,0),e.drawImage(o,0,0),e.restore()}function*Et(t,e,n,s){
let o=Pr(t,n,s);yield,e.lineWidth=.8;for(let i=0;i<t.classes.length;i++)e.fillStyle=t.classes[i].color,e.strokeStyle=t.classes[i].
edge,yield*ds(t,e,n,o.plain(i),!1),yield*ds(t,e,n,o.edged(i),!0);yield*zr(t,e,n,o.dots)}var Dr=1e3,Fr=1.5,ln="#d6006c",_e={
color:ln,weight:2.5};function Rr(t,e,n,s){let{xy:o,rings:i,polygons:r,vertices:a}=t,l=n.times;for(let c=i[r[s]];c<i[r[s+
1]];c++){let h=2*a[c],f=2*a[c+1];e.moveTo(o[h]*l-n.left,-o[h+1]*l-n.top);for(let u=h+2;u<f;u+=2)e.lineTo(o[u]*l-n.left,-o[u+
1]*l-n.top);e.closePath()}}function jr(t,e,n,s,o,i){let r=n.dot,a=r+2*Fr;e.fillStyle=ln,e.fillRect(s-a/2,o-a/2,a,a),e.fillStyle=
t.classes[t.position[i]].color,e.fillRect(s-r/2,o-r/2,r,r)}function*Lt(t,e,n,s){let o=s.filter(h=>t.selected[h]&&t.shown[h]),
{boxes:i,vertices:r,rings:a,polygons:l}=t,c=n.times;e.strokeStyle=ln,e.lineWidth=2.5;for(let h=0;h<o.length;){let f=0;for(e.
beginPath();h<o.length&&f<Dr;h++){let u=o[h],p=4*u;if(c*Math.max(i[p+2]-i[p],i[p+3]-i[p+1])>=n.dot){Rr(t,e,n,u),f+=r[a[l[u+
1]]]-r[a[l[u]]];continue}let _=(i[p]+i[p+2])/2*c-n.left,g=-(i[p+1]+i[p+3])/2*c-n.top;f+=1,n.dot<4?jr(t,e,n,_,g,u):(e.moveTo(
_+n.dot/2+1,g),e.arc(_,g,n.dot/2+1,0,2*Math.PI))}e.stroke(),yield}}var et=.003352810681182319,Gt=6378137*(1-et),Kt=et*(2-et),fs=Math.sqrt(Kt),ft=Math.PI/180,Br=200;function Ur(t,e){let n=Math.
atan((1-et)*Math.tan(t[1]*ft)),s=Math.atan((1-et)*Math.tan(e[1]*ft));return{lon:(e[0]-t[0])*ft,s1:Math.sin(n),c1:Math.cos(
n),s2:Math.sin(s),c2:Math.cos(s)}}function us({s1:t,c1:e,s2:n,c2:s},o){let i=Math.sin(o),r=Math.cos(o),a=Math.hypot(s*i,
e*n-t*s*r),l=t*n+e*s*r,c=a===0?0:e*s*i/a,h=1-c*c,f=h<1e-12?0:l-2*t*n/h;return{sinSigma:a,cosSigma:l,sinAlpha:c,cos2Alpha:h,
middle:f,sigma:Math.atan2(a,l)}}function qr(t,e){let n=Ur(t,e),s=n.lon,o=us(n,s);for(let i=0;i<Br;i++){let{sinSigma:r,cosSigma:a,
sinAlpha:l,cos2Alpha:c,middle:h,sigma:f}=o,u=et/16*c*(4+et*(4-3*c)),p=s;if(s=n.lon+(1-u)*et*l*(f+u*r*(h+u*a*(2*h*h-1))),
o=us(n,s),Math.abs(s-p)<1e-14)return Wr(o)}return NaN}function Wr({sinSigma:t,cosSigma:e,cos2Alpha:n,middle:s,sigma:o}){
let i=n*(40680631590769-Gt*Gt)/(Gt*Gt),r=1+i/16384*(4096+i*(i*(320-175*i)-768)),a=i/1024*(256+i*(i*(74-47*i)-128)),l=s*s,
c=a*t*(s+a/4*(e*(2*l-1)-a/6*s*(4*t*t-3)*(4*l-3)));return Gt*r*(o-c)}function cn(t){let e=0;for(let n=1;n<t.length;n++)e+=
qr(t[n-1],t[n]);return e}var ps=t=>(1-Kt)*(t/(1-Kt*t*t)+Math.atanh(fs*t)/fs),ms=ps(1),Hr=6378137*6378137*ms/2;function _s(t){
let e=t.map(s=>Math.tan(Math.asin(ps(Math.sin(s[1]*ft))/ms)/2)),n=0;for(let s=0;s<t.length;s++){let o=(s+1)%t.length,i=(t[o][0]-
t[s][0])*ft/2,r=e[s],a=e[o];n+=2*Math.atan2(Math.tan(i)*(r+a),1+r*a)}return Math.abs(n)*Hr}var ge=(t,e,n)=>Math.sign((e[0]-
t[0])*(n[1]-t[1])-(e[1]-t[1])*(n[0]-t[0]));function gs(t){let e=t.length,n=s=>[t[s],t[(s+1)%e]];for(let s=0;s<e;s++)for(let o=s+
2;o<e;o++){if(s===0&&o===e-1)continue;let[i,r]=n(s),[a,l]=n(o);if(ge(i,r,a)*ge(i,r,l)<0&&ge(a,l,i)*ge(a,l,r)<0)return!0}
return!1}var nt=t=>256*2**t,H=t=>36e8/nt(t);function st(t,e){let n=Math.sin(t*ft),s=1-Kt*n*n,o=6378137/Math.sqrt(s),i=6378137*
(1-Kt)/s**1.5;return Math.sqrt(o*i)*Math.cos(t*ft)*2*Math.PI/nt(e)}var $t=t=>t.reduce((e,n)=>e+n,0);function ot(t,e){let[n,s]=Math.abs(t).toExponential().split("e"),o=Math.floor(+(n+"e"+(Number(
s)+e))+.5);return t<0?-o:o}function F(t,e){return(ot(t,e)/10**e).toLocaleString("en-US",{minimumFractionDigits:e,maximumFractionDigits:e})}
function ys(t,e){let n=t.map(function(i){let[r,a]=i.toExponential().split("e"),[l,c=""]=r.split(".");return[BigInt(l+c),
c.length-Number(a)]}),s=n.reduce((i,[,r])=>Math.max(i,r),Math.max(e,0)),o=i=>BigInt(10)**BigInt(i);return{parts:n.map(([
i,r])=>i*o(s-r)),places:s,unit:o(s-e)}}var bs=t=>t.reduce((e,n)=>e+n,BigInt(0));function hn(t,e,n){if(!t.length)return[];
let s=t.map(h=>(h%e+e)%e),o=t.map((h,f)=>Number((h-s[f])/e)),i=n-$t(o),r=Math.floor(i/t.length),a=i-r*t.length,l=t.map((h,f)=>f);
l.sort((h,f)=>s[h]===s[f]?h-f:s[h]<s[f]?1:-1);let c=o.map(h=>h+r);return l.slice(0,a).forEach(h=>c[h]+=1),c}function Jt(t,e,n){
if(!t.length)return[];let{parts:s,unit:o}=ys(t,e);return hn(s,o,n)}function Zr(t,e,n,s){let o=(a,l)=>s*(e[a][l]-t[a][l]),
i=a=>s*($t(e[a])-$t(t[a])),r=new Map([[n,[]]]);for(let a of r.keys())for(let l=0;l<t[0].length;l++)if(o(a,l)>1e-6){for(let c=0;c<
t.length;c++)if(!(r.has(c)||!(o(c,l)<-1e-6))&&(r.set(c,[...r.get(a),[a,c,l]]),i(c)<-1e-6))return r.get(c)}return[]}function ws(t,e){
if(!t.length)return[];let n=10**e,s=[...t[0].keys()],{parts:o,places:i,unit:r}=ys(t.flatMap(p=>[...p]),e),a=s.map(p=>t.map(
(m,_)=>o[_*s.length+p])),l=ot(+(bs(o)+"e-"+i),e),c=hn(a.map(bs),r,l),h=a.map((p,m)=>hn(p,r,c[m])),f=t.map((p,m)=>s.map(_=>h[_][m])),
u=t.map(p=>[...p].map(m=>m*n));return[1,-1].forEach(function(p){u.forEach(function(m,_){p*($t(f[_])-$t(u[_]))<1-1e-6||Zr(
u,f,_,p).forEach(function([g,b,y]){f[g][y]-=p,f[b][y]+=p})})}),f}var D=t=>new Date(t*864e5).toISOString().slice(0,10);function $(t,e){let n=D(t),[s,o,i]=n.split("-").map(Number);return(e||
"{iso}").replace("{iso}",n).replace("{y}",s).replace("{m}",o).replace("{d}",i)}function it(t){let e=(t||"").normalize("N\
FKC").trim(),n=/^(\d{4})\s*[-/.年‐-―−]\s*(\d{1,2})\s*[-/.月‐-―−]\s*(\d{1,2})\s*[日号]?$/.exec(e)||/^(\d{4})(\d{2})(\d{2})$/.
exec(e);if(!n)return null;let s=Date.UTC(Number(n[1]),Number(n[2])-1,Number(n[3])),o=new Date(s);return o.getUTCDate()===
Number(n[3])&&o.getUTCMonth()===n[2]-1?Math.round(s/864e5):null}function xs(t){let e=t.events,n=t.header.events,s=new Uint32Array(
n.count),o=new Uint32Array(t.count+1),i=[],r=0;for(let l=0;l<t.count;l++){o[l]=r;for(let c=e.firsts[l];c<e.firsts[l+1];c++)
e.days[c]+=n.start,e.flags[c]&1||(s[r++]=c);r>o[l]&&i.push(l)}o[t.count]=r;let a=s.subarray(0,r);t.timeline={rows:Uint32Array.
from(i),firsts:o,live:a,days:Int32Array.from(a,l=>e.days[l]),counted:Uint8Array.from(a,l=>e.flags[l]&12?0:1),now:new Uint32Array(
t.count),before:n.states.map(l=>t.columns[l].values.slice()),dueBefore:t.due&&t.due.slice(),doneBefore:t.done&&t.done.slice(),
position:n.colored?t.position.slice():null},ut(t,n.on)}function Vr(t,e,n){let{before:s,dueBefore:o,doneBefore:i,position:r}=t.
timeline,a=t.events;t.header.events.states.forEach(function(l,c){let h=n<0?s[c][e]:a.states[c][n];t.columns[l].values[e]=
h}),t.due&&(t.due[e]=n<0?o[e]:a.due[n]),t.done&&(t.done[e]=n<0?i[e]:a.done[n]),r&&(t.position[e]=n<0?r[e]:a.position[n])}
function ut(t,e){let{rows:n,firsts:s,live:o,days:i,now:r}=t.timeline;for(let a=0;a<n.length;a++){let l=n[a],c=s[l],h=c,f=s[l+
1];for(;h<f;){let u=h+f>>>1;i[u]<=e?h=u+1:f=u}h-c!==r[l]&&(r[l]=h-c,Vr(t,l,h>c?o[h-1]:-1))}t.day=e}function kt(t){if(t.landbaseDay!==
void 0)return t.landbaseDay;let e=new Date,n=Math.round(Date.UTC(e.getFullYear(),e.getMonth(),e.getDate())/864e5);return t.
landbaseAsOf===null||t.landbaseAsOf===void 0?n:t.landbaseAsOf}function dn(t,e){let n=0,s=t.length;for(;n<s;){let o=n+s>>>
1;t[o]<=e?n=o+1:s=o}return n}var At=16,E=class t{constructor(e){Object.assign(this,e),this.shown=new Uint8Array(this.count).fill(1),this.classes=this.
header.classes,this.selected=new Uint8Array(this.count),this._decoder=new TextDecoder,this._index(),this.events&&xs(this)}static of(e){
return Object.assign(Object.create(t.prototype),e,{_decoder:new TextDecoder})}_index(){for(this._levels=[this.boxes];this.
_levels[this._levels.length-1].length>4*At;){let e=this._levels[this._levels.length-1],n=Math.ceil(e.length/4/At),s=new Int32Array(
4*n);for(let o=0;o<n;o++){let i=2147483647,r=2147483647,a=-2147483648,l=-2147483648,c=Math.min(e.length,4*At*(o+1));for(let h=4*
At*o;h<c;h+=4)e[h]<i&&(i=e[h]),e[h+1]<r&&(r=e[h+1]),e[h+2]>a&&(a=e[h+2]),e[h+3]>l&&(l=e[h+3]);s.set([i,r,a,l],4*o)}this.
_levels.push(s)}}within(e,n,s,o){let i=this._levels,r=new Uint32Array(1024),a=0,l=function(h,f,u){let p=i[h];for(let m=f;m<
u;m++){let _=4*m;if(!(p[_]>s||p[_+1]>o)&&!(p[_+2]<e||p[_+3]<n)){if(h>0){let g=Math.min(i[h-1].length/4,(m+1)*At);l(h-1,m*
At,g);continue}if(a===r.length){let g=new Uint32Array(4*a);g.set(r),r=g}r[a++]=m}}},c=i.length-1;return l(c,0,i[c].length/
4),r.slice(0,a)}contains(e,n,s){let o=!1;for(let i=this.polygons[e];i<this.polygons[e+1];i++)for(let r=this.rings[i];r<this.
rings[i+1];r++){let a=2*this.vertices[r+1],l=a-2;for(let c=2*this.vertices[r];c<a;l=c,c+=2){let h=this.xy[c],f=this.xy[c+
1],u=this.xy[l],p=this.xy[l+1];f>s!=p>s&&n<(u-h)*(s-f)/(p-f)+h&&(o=!o)}}return o}at(e,n,s,o){let i=s/2+o,r=this.boxes,a=-1,
l=-1;for(let c of this.within(e-i,n-i,e+i,n+i)){if(!this.shown[c])continue;let h=4*c,f=Math.max(r[h+2]-r[h],r[h+3]-r[h+1])<
s;if(f){if(Math.max(Math.abs(e-(r[h]+r[h+2])/2),Math.abs(n-(r[h+1]+r[h+3])/2))>i)continue}else if(!this.contains(c,e,n))
continue;let u=f?256:this.position[c];u>=l&&([a,l]=[c,u])}return a}text(e,n){return this.textOf(this.columns[e],n)}textOf(e,n){
return e.words?e.words[e.values[n]]:this._decoder.decode(e.texts.subarray(e.begins[n],e.begins[n+1]-1))}static lonLat(e,n){
let s=n/1e7*(Math.PI/180);return[e/1e7,(2*Math.atan(Math.exp(s))-Math.PI/2)*(180/Math.PI)]}static units(e){let n=Math.sin(
e.lat*Math.PI/180),s=Math.log((1+n)/(1-n))/2*(180/Math.PI);return[Math.round(e.lng*1e7),Math.round(s*1e7)]}latLngs(e){let n=[];
for(let s=this.polygons[e];s<this.polygons[e+1];s++){let o=[];for(let i=this.rings[s];i<this.rings[s+1];i++){let r=[];for(let a=this.
vertices[i];a<this.vertices[i+1];a++){let[l,c]=t.lonLat(this.xy[2*a],this.xy[2*a+1]);r.push([c,l])}o.push(r)}n.push(o)}return n}area(e,n,s=this.
areas){let o=this.header.units[n],i=s[e]*o.times/o.by;return Number.isFinite(i)?F(i,o.decimals):"—"}};function Gr(t,e,n,s,[
o,i,r,a]){let l=0,c=1;for(let[h,f]of[[-n,t-o],[n,r-t],[-s,e-i],[s,a-e]]){if(h===0&&f<0)return!1;h<0&&(l=Math.max(l,f/h)),
h>0&&(c=Math.min(c,f/h))}return l<=c}function vs(t,e,n){let s=4*e,o=t.boxes,[i,r,a,l]=n;if(o[s]>=i&&o[s+2]<=a&&o[s+1]>=r&&
o[s+3]<=l)return!0;let c=t.xy;for(let h=t.rings[t.polygons[e]];h<t.rings[t.polygons[e+1]];h++){let f=2*t.vertices[h+1],u=f-
2;for(let p=2*t.vertices[h];p<f;u=p,p+=2)if(Gr(c[u],c[u+1],c[p]-c[u],c[p+1]-c[u+1],n))return!0}return t.contains(e,i,r)}var Kr=7,K=[];function Cs(t){let e=t.getContainer(),n=e.previousElementSibling,s=[t.getPane("mapPane"),t._controlContainer];
[...e.children].filter(o=>!s.includes(o)&&/(^| )(leaflet|lb)-/.test(o.className)).forEach(o=>o.remove()),n&&n.classList.
contains("lb-title")&&n.remove()}function Es(){document.querySelectorAll(".lb-print, .lb-aside, .lb-twin").forEach(t=>t.
_leaflet_id||t.remove())}var pt=t=>t.options.dot||Kr;function Ot(t,e){t.getContainer().classList.add("lb-map"),t.landbaseIds||
(t.landbaseIds=new Set,Promise.resolve().then(()=>Promise.all(fn(t).map(n=>n.ready))).then(()=>t.fire("lbread").fire("lb\
ready"))),e.forEach(n=>t.landbaseIds.add(n))}var fn=t=>K.filter(e=>!t.landbaseIds||t.landbaseIds.has(e.dataId)),P=t=>fn(
t).filter(e=>e.store),be=t=>fn(t).every(e=>e.store),ye=t=>[...t].sort((e,n)=>(e.landbaseRank||0)-(n.landbaseRank||0)),S=t=>P(
t).filter(e=>t.hasLayer(e));function Yt(t,e,n){t.landbaseCovers=Object.assign({},t.landbaseCovers,{[e]:n})}var Ls=(t,e)=>Object.
values(t.landbaseCovers||{}).some(n=>n&&n(e));function we(t){let e=t.landbaseCanvas&&t.landbaseCanvas._container;return[
...new Set(S(t).map(n=>n.getContainer?n.getContainer():e))].filter(Boolean)}function ks(t,e){return S(t).map(function({store:n}){
let s=new Uint32Array(n.count),o=0;for(let i=0;i<n.count;i++)e(n,i)&&(s[o++]=i);return{store:n,rows:s.slice(0,o)}})}function rt(t,e=(n,s)=>n.
shown[s]){let n=[1/0,1/0,-1/0,-1/0];if(S(t).forEach(function({store:i}){let r=i.boxes;for(let a=0;a<i.count;a++){let l=4*
a;!e(i,a)||r[l]>r[l+2]||(r[l]<n[0]&&(n[0]=r[l]),r[l+1]<n[1]&&(n[1]=r[l+1]),r[l+2]>n[2]&&(n[2]=r[l+2]),r[l+3]>n[3]&&(n[3]=
r[l+3]))}}),n[0]>n[2])return null;let[s,o]=[0,2].map(i=>E.lonLat(n[i],n[i+1]));return L.latLngBounds([s[1],s[0]],[o[1],o[0]])}
function As(t){t.landbaseFilters?t.landbaseFilters.apply():P(t).forEach(e=>e.refresh())}var N=(t,e)=>t+(/^[\u4e00-\u9fff]/.test(e)?"":" ")+e,$r=new RegExp("\\p{Default_Ignorable_Code_Point}","gu"),Jr=/[\u2010-\u2015\u2212\ufe58\ufe63]/g,
Y=t=>t.replace($r,"").normalize("NFKC").replace(Jr,"-").replace(/[^\S\0]+/g," ").toLowerCase(),un=t=>Y(t).replace(/[-‐-―−_/\\.·、\s()[\]〔〕【】]/g,
"");function Yr(t,e){let n=new Uint32Array(e+1);for(let s=1;s<e;s++)n[s]=t.indexOf("\0",n[s-1])+1;return n[e]=t.length+1,
{text:t,begins:n}}function Xr(t,e,n){let s=e.words||e.texts;return e.kept=e.kept&&e.kept.source===s?e.kept:{source:s,by:new Map},
e.kept.by.has(n)||e.kept.by.set(n,e.words?e.words.map(n):Yr(n(new TextDecoder().decode(e.texts)),t.count)),e.kept.by.get(
n)}function St(t,e,n,s,o,i,r){let a=Xr(t,e,n),l=(h,f)=>o[h]=Math.max(o[h],f);if(e.words){let h=Uint8Array.from(a,function(f){
let u=f.indexOf(s);return u<0?0:u===0?i:r});for(let f=0;f<o.length;f++)l(f,h[e.values[f]]);return}let c=0;for(let h=a.text.
indexOf(s);h>=0;h=a.text.indexOf(s,a.begins[c])){for(;a.begins[c+1]<=h;)c++;l(c,h===a.begins[c]?i:r),c++}}var Ms=new Intl.
Collator("zh-CN-u-co-pinyin"),Qr=[..."abcdefghjklmnopqrstwxyz"],Os="阿 八 嚓 哒耷 妸 发 旮 哈 讥 咔 垃 妈 拏 噢 妑 七 呥 扨 它 穵 夕 丫 帀".
split(" ").map(t=>[...t].sort(Ms.compare)[0]),Ss=new Map;function ta(t){let e=Ss.get(t);if(e!==void 0)return e;let n=Os.
length-1;for(;n>0&&Ms.compare(t,Os[n])<0;)n--;return e=Qr[n],Ss.set(t,e),e}var pn=t=>t.replace(new RegExp("\\p{Script=Han\
}","gu"),ta);var ea="#3e4c59",Ps="#ffffff";function na(t){let e=nt(t.zoom),n=H(t.zoom),s=a=>(a/360+.5)*e,o=function(a){let l=Math.sin(
a*Math.PI/180);return(.5-Math.log((1+l)/(1-l))/(4*Math.PI))*e},i=s(t.center.lng)-t.width/2,r=o(t.center.lat)-t.height/2;
return{world:e,unit:n,left:i,top:r,x:a=>s(a)-i,y:a=>o(a)-r,at:a=>[s(a.lng)-i,o(a.lat)-r]}}function sa({width:t,height:e}){
let n=document.createElement("canvas");return Object.assign(n,{width:t,height:e}),n.getContext("2d",{willReadFrequently:!0})}
function oa(t,e,n,s){e.forEach(function(o){o.forEach(function(i,r){let[a,l]=n(Array.isArray(i)?{lat:i[0],lng:i[1]}:i);r?
t.lineTo(a,l):t.moveTo(a,l)}),s&&t.closePath()})}function Ts(t,e,n,s){let o=s.store,i=pt(s),{unit:r}=e,[a,l]=E.units(n.center),
c=[n.width/2+i,n.height/2+i].map(u=>u*r),h=o.within(a-c[0],l-c[1],a+c[0],l+c[1]),f={times:1/r,left:e.left-e.world/2,top:e.
top-e.world/2,dot:i,ratio:n.ratio,spare:sa(t.canvas)};t.globalAlpha=s.options.opacity||1;for(let u of Et(o,t,f,h));t.globalAlpha=
1;for(let u of Lt(o,t,f,h));}function Ns(t){return t.length&&Array.isArray(t[0])?t.flatMap(Ns):[t]}function ia(t,e,n,s){
let o=n.options,i=n instanceof L.Polygon;if(t.beginPath(),n.getLatLng){let[r,a]=e.at(n.getLatLng());t.arc(r,a,n._radius||
4,0,2*Math.PI)}else oa(t,Ns(n.getLatLngs()),e.at,i);(o.fill||o.fill===void 0&&i)&&(t.globalAlpha=o.fillOpacity*s,t.fillStyle=
o.fillColor||o.color,t.fill("evenodd")),o.stroke&&(t.globalAlpha=o.opacity*s,t.strokeStyle=o.color,t.lineWidth=o.weight,
t.lineJoin=o.lineJoin,t.setLineDash((o.dashArray||"").toString().split(/[ ,]+/).filter(Boolean).map(Number)),t.stroke(),
t.setLineDash([])),t.globalAlpha=1}function Is(t,e,n,s){let[o,i]=e.at(n.getLatLng()),r=n.getElement();if(!r)return;if(r instanceof
HTMLImageElement){let l=L.point(n.options.icon.options.iconAnchor||[0,0]);r.complete&&r.naturalWidth&&t.drawImage(r,o-l.
x,i-l.y,r.width,r.height);return}let a=r.textContent.trim();t.font="600 13px "+getComputedStyle(r).fontFamily,t.landbaseNames.
room(o,i,t.measureText(a).width)&&(t.textAlign="center",t.textBaseline="middle",t.lineWidth=3,t.lineJoin="round",t.strokeStyle=
Ps,t.fillStyle=ea,t.globalAlpha=s,t.strokeText(a,o,i),t.fillText(a,o,i),t.globalAlpha=1)}function ra(t,e,n){let s=n.getBounds(),
o=n.getElement();if(!o||!o.complete||!o.naturalWidth)return;let[i,r]=e.at(s.getNorthWest()),[a,l]=e.at(s.getSouthEast());
t.globalAlpha=n.options.opacity,t.drawImage(o,i,r,a-i,l-r),t.globalAlpha=1}function mn(t,e,n,s){Object.values(s._tiles).
forEach(function(o){if(!o.el.complete||!o.el.naturalWidth)return;let i=s.getTileSize().x*2**(n.zoom-o.coords.z);t.drawImage(
o.el,o.coords.x*i-e.left,o.coords.y*i-e.top,i,i)})}var _n=(t,e,n,s)=>s.paint(t,e,n);function aa(t,e){return t.landbasePaint?
e.afar?t.landbasePaint:null:t.store?e.afar?null:Ts:t.paint?_n:t.row>=0?null:t instanceof L.TileLayer?e.tiles===!1?null:mn:
t instanceof L.ImageOverlay?ra:t instanceof L.Path?ia:t instanceof L.Marker?Is:null}function Mt(t,e){let n=document.createElement(
"canvas");n.width=Math.round(e.width*e.ratio),n.height=Math.round(e.height*e.ratio);let s=n.getContext("2d"),o=na(e),i=[],
r=t.landbaseOverview;e=Object.assign({afar:!!(r&&r.hidesParcels())},e),s.landbaseNames=dt(),s.scale(e.ratio,e.ratio),s.fillStyle=
e.ground,s.fillRect(0,0,e.width,e.height);let a=new Map;t.eachLayer(c=>c.landbasePanes&&c.eachLayer&&c.eachLayer(h=>a.set(
h,c))),t.eachLayer(function(c){let h=aa(c,e),f=t.getPane(c.options.pane||"overlayPane"),{landbaseRank:u=0,landbaseShare:p=1}=a.
get(c)||c;h&&i.push({draw:h,layer:c,share:p,rank:u,z:Number(getComputedStyle(f).zIndex)||0})});let l=c=>c.draw===Is?1:0;
return i.sort((c,h)=>c.z-h.z||c.rank-h.rank||l(c)-l(h)),i.forEach(function({draw:c,layer:h,share:f}){[mn,_n].includes(c)&&
(s.globalAlpha=h.options.opacity),[Ts,mn,_n].includes(c)?c(s,o,e,h):c(s,o,h,f),s.globalAlpha=1}),n}function la({label:t,
figures:e}){let n=d("tr","lb-chosen"),s=n.appendChild(d("th")),o=s.appendChild(d("span","lb-swatch"));return Object.assign(
o.style,{backgroundColor:Ps,borderColor:_e.color}),s.appendChild(d("span","",t)),e.forEach(i=>n.appendChild(d("td","",i))),
n}function ca(t,e){let n=e?[...e.querySelectorAll("table")].map(function(i){let r=i.cloneNode(!0);return r.dataset.part=
i.closest(".lb-by")?"groups":"legend",r}):[],s=t.landbaseSelection&&t.landbaseSelection.line();if(n.forEach(i=>i.querySelectorAll(
".lb-pick").forEach(r=>r.replaceWith(d("span","",r.textContent)))),!s)return n;if(!n.length){n.push(d("table")),n[0].append(
d("caption","",s.title),d("thead"),d("tbody"),d("tfoot"));let i=n[0].tHead.appendChild(d("tr"));["",...s.heads].forEach(
r=>i.appendChild(d("th","",r)))}return(n.find(i=>i.tFoot)||n[0]).tFoot.appendChild(la(s)),n}function mt(t){let e=t.getContainer().
previousElementSibling,n=e&&e.classList.contains("lb-title")?e:null,s=(r,a)=>r?[...r.querySelectorAll(a)].map(l=>l.textContent):
[],o=t.getContainer(),i=o.querySelector(".lb-legend");return{title:n?n.querySelector("h1").textContent:document.title,marks:[
...s(n,".lb-note"),...s(document,"[data-lb-mark]")],filters:s(o,".lb-chip[data-filter]"),tables:ca(t,i),notes:[...s(i,":\
scope > .lb-foot:not(.lb-how)"),...s(o,".leaflet-control-attribution").filter(Boolean),...t.landbaseNotepad?t.landbaseNotepad.
lines():[]],groupNotes:s(i,".lb-by .lb-foot")}}function ha(t){let e=L.bounds([]),n=o=>[o.getNorthWest(),o.getSouthEast()].
forEach(i=>e.extend(t.latLngToContainerPoint(i)));t.eachLayer(function(o){o instanceof L.Polyline&&!o.isEmpty()&&n(o.getBounds())});
let s=rt(t);return s&&n(s),e}function zs(t){let e=t.getSize(),n=t.getContainer().querySelector(".lb-layers"),s=n&&e.x>2*
n.offsetWidth?n.offsetWidth+20:0,o=L.bounds([t.landbaseCovered||0,0],[e.x-s,e.y]),i=ha(t),r=i.isValid()&&i.intersects(o)?
L.bounds([Math.max(i.min.x-12,o.min.x),Math.max(i.min.y-12,0)],[Math.min(i.max.x+12,o.max.x),Math.min(i.max.y+12,o.max.y)]):
o,a=t.containerPointToLatLng(r.getCenter()),l=st(a.lat,t.getZoom()),c=r.getSize();return{center:a,across:c.x*l,down:c.y*
l}}function Pt(t,e){let n=10**Math.floor(Math.log10(t)),s=[5,2,1].map(i=>i*n).find(i=>i<=t),o=s<1e3?N(s,e.metre):N(s/1e3,
e.km);return{metres:s,text:o}}var Ds=700,da=420,fa=590,ua=90;function pa(t,e){let n=d("button","lb-fold leaflet-control");n.type="button";let s=function(o){
t.classList.toggle("lb-unfolded",o),n.setAttribute("aria-expanded",String(o))};return n.addEventListener("click",()=>s(!t.
classList.contains("lb-unfolded"))),L.DomEvent.disableClickPropagation(n),e.prepend(n),s(!1),n}function ma(t,e){let n=t.
getContainer();if(!n.classList.contains("lb-tight"))return;let s=n.querySelector(".leaflet-top.leaflet-left").offsetHeight+
8,o=n.querySelector(".lb-bottom"),i=o?o.offsetHeight+20:20;Object.assign(e.options,{maxHeight:Math.max(ua,n.clientHeight-
s-i-40),autoPanPaddingTopLeft:[10,s],autoPanPaddingBottomRight:[10,i]}),e.update()}function Fs(t){let e=t.getContainer(),
n=e.querySelector(".leaflet-top.leaflet-right"),s=pa(e,n),o=0,i=function(){let a=u=>n.querySelector(u+" .lb-panel-title"),
l=a(".lb-legend")||a(".lb-layers");e.classList.contains("lb-narrow")||(o=n.offsetWidth);let c=e.querySelector(".lb-botto\
m .lb-bar")?fa+o:Ds,h=e.clientWidth<Math.max(Ds,c);e.classList.toggle("lb-narrow",h),e.classList.toggle("lb-tight",h||e.
clientHeight<da),s.textContent=s.title=l?l.textContent:"";let f=h?s:n;e.style.setProperty("--lb-side",f.offsetWidth+10+"\
px"),e.style.setProperty("--lb-tall",e.clientHeight+"px")};t.on("popupopen",a=>ma(t,a.popup)),t.landbasePlace=i;let r=new ResizeObserver(
()=>requestAnimationFrame(i));[e,n].forEach(a=>r.observe(a))}var B=class{constructor(e){this.grains=new Float64Array(e),this.rests=new Float64Array(e)}add(e,n){let s=Math.round(n*1e4);
this.grains[e]+=s,this.rests[e]+=n-s/1e4}at(e){return this.grains[e]/1e4+this.rests[e]}part(e=0,n=this.grains.length){return Float64Array.
from({length:n-e},(s,o)=>this.at(e+o))}};function J(t){let e=new B(1);for(let n of t)e.add(0,n);return e.at(0)}var Tt=(t,e)=>e.
forEach((n,s)=>t[s]=J([t[s],n]));var xe=2,_a=1e-9;function _t(t,e){let n={code:"total",count:0};t.forEach(o=>n.count+=o.count);let s=t.map(o=>Object.assign(
{},o));return["mu","ha"].forEach(function(o){let{times:i,by:r}=e[o],a=t.map(c=>Array.from(c.m2,h=>h*i/r)),l=ws(a,xe).map(
c=>c.reduce((h,f)=>h+f,0)/10**xe);l.forEach((c,h)=>s[h][o]=F(c,xe)),n[o]=F(l.reduce((c,h)=>c+h,0),xe)}),[n,...s].forEach(
o=>o.count=o.count.toLocaleString("en-US")),{lines:s,total:n}}function X(t,e){if(e==="class")return{codes:t.position,keys:[
...t.classes.keys()]};if(e==="done")return{codes:t.done,keys:[0,1]};if(e==="place")return{codes:t.place,keys:t.header.places,
parts:t.parts};let n=t.columns.find(s=>s.name===e);return{codes:n.values,keys:n.words}}var Nt=(t,e)=>[...t.filter(n=>e.has(
n)),...[...e.keys()].filter(n=>!t.includes(n)).sort()];function gn({shown:t,areas:e},{codes:n,sums:s,parts:o},i,r){let{rows:a,
lines:l,shares:c}=o;for(let h=0;h<a.length;h++){let f=a[h],u=e[f]>0?e[f]:0,p=r(f);t[f]&&((h===0||a[h-1]!==f)&&s.add(n[f]*
i+p,-u),s.add(l[h]*i+p,c[h]*u))}}function ga(t,e,n){let{shown:s,areas:o,category:i,count:r}=t,a=n.length,l=t.header.categories.
map(h=>n.indexOf(h)),c=e.map(function(h){let f=X(t,h),u=f.keys.length;return Object.assign(f,{count:new Uint32Array(u),sums:new B(
u*a)})});for(let h=0;h<r;h++){if(!s[h])continue;let f=o[h]>0?o[h]:0,u=l[i[h]];for(let p=0;p<c.length;p++){let m=c[p],_=m.
codes[h];m.count[_]+=1,m.sums.add(_*a+u,f)}}return c.filter(h=>h.parts).forEach(h=>gn(t,h,a,f=>l[i[f]])),c}function Rs(t,e,n){
let s=e.map(()=>new Map),o=n.length;return S(t).forEach(function({store:i}){ga(i,e,n).forEach((r,a)=>r.keys.forEach(function(l,c){
let h=r.sums.part(c*o,(c+1)*o);if(!r.count[c]&&!h.some(u=>u>_a))return;let f=s[a].get(l)||{count:0,m2:new Float64Array(o)};
f.count+=r.count[c],Tt(f.m2,h),s[a].set(l,f)}))}),s}var It=new Map,Xt=null,M=t=>It.has(t)?It.get(t)||null:new URLSearchParams(location.hash.slice(1)).get(t);function ba(){let t=new URLSearchParams(
location.hash.slice(1));It.forEach(function(e,n){e?t.set(n,e):t.delete(n)}),It.clear(),Xt=null;try{history.replaceState(
null,"","#"+t.toString())}catch(e){if(e.name!=="SecurityError")throw e}}function js(){It.clear(),clearTimeout(Xt),Xt=null}
function I(t,e){It.set(t,e),Xt===null&&(Xt=setTimeout(ba,250))}function ya(t){let e=(t||"").split(",").map(Number),[n,s,
o]=e;return e.length===3&&e.every(Number.isFinite)&&Math.abs(n)<=85&&Math.abs(s)<=180&&o>=0&&o<=24?e:null}function Bs(t){
if(t.landbaseSettle)return t.landbaseSettle();let e=function(){let{lat:i,lng:r}=t.getCenter();return[i.toFixed(5),r.toFixed(
5),Number(t.getZoom().toFixed(2))].join(",")},n=null,s=()=>t.getZoom()===n[2]&&t.project(t.getCenter()).distanceTo(t.project(
[n[0],n[1]]))<1,o=function(){let i=ya(M("view"))||n;t.setView([i[0],i[1]],i[2],{animate:!1})};t.landbaseSettle=function(){
n=[t.getCenter().lat,t.getCenter().lng,t.getZoom()],o()},t.landbaseSettle(),t.on("moveend",function(){I("view",s()?"":e())}),
window.addEventListener("hashchange",o)}function Us(t,e){let n=()=>[...e.getContainer().querySelectorAll("label")].map(r=>({
text:r.textContent.trim(),input:r.querySelector("input[type=checkbox]")})).filter(r=>r.input),s=()=>JSON.stringify(n().filter(
r=>!r.input.checked).map(r=>r.text)),o=s(),i=function(){let r=null;try{r=JSON.parse(M("off")||o)}catch{return}Array.isArray(
r)&&n().forEach(function({text:a,input:l}){l.checked===r.includes(a)&&l.click()})};i(),t.on("overlayadd overlayremove",function(){
setTimeout(function(){let r=s();I("off",r===o?"":r)},0)}),window.addEventListener("hashchange",i)}var bn=[56,34],wa=250;function xa(t,e){let n=t.columns.findIndex(({name:i})=>i==="parcel_id"),s=Math.max(n,0);return[t.columns.
length?t.text(s,e):"",t.area(e,"mu")+" "+t.header.units.mu.label]}function va(t,e){let n=4*e,[s,o,i,r]=t.boxes.subarray(
n,n+4),a=(o+r)/2,l=[];for(let h=t.rings[t.polygons[e]];h<t.rings[t.polygons[e+1]];h++){let f=2*t.vertices[h+1],u=f-2;for(let p=2*
t.vertices[h];p<f;u=p,p+=2){let m=t.xy[p+1],_=t.xy[u+1];m>a!=_>a&&l.push(t.xy[p]+(t.xy[u]-t.xy[p])*(a-m)/(_-m))}}if(l.length<
2)return[(s+i)/2,a];l.sort((h,f)=>h-f);let c=0;for(let h=0;h+1<l.length;h+=2)l[h+1]-l[h]>l[c+1]-l[c]&&(c=h);return[(l[c]+
l[c+1])/2,a]}function qs(t){let e=L.layerGroup(),n=!1,s=null,o=function(){if(s=null,e.clearLayers(),!n||t._animatingZoom)
return;let r=t.getBounds(),[a,l]=E.units(r.getSouthWest()),[c,h]=E.units(r.getNorthEast()),f=H(t.getZoom()),u=dt(2*bn[1]),
p=wa;S(t).forEach(({store:m})=>m.within(a,l,c,h).forEach(function(_){let g=4*_,b=m.boxes;if(!p||!m.shown[_]||b[g+2]-b[g]<
bn[0]*f||b[g+3]-b[g+1]<bn[1]*f)return;let[y,O]=va(m,_),[x,z]=E.lonLat(y,O),R=xa(m,_),V=t.project([z,x]),v=Math.max(...R.
map(k=>k.length*7));if(!u.room(V.x,V.y,v))return;let C=d("span","lb-parcel-label");R.forEach(k=>C.appendChild(d("span","",
k))),e.addLayer(L.marker([z,x],{interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",html:C,iconSize:[
0,0]})})),p-=1}))},i=()=>s=s||requestAnimationFrame(o);return t.on("moveend zoomend lbchanged overlayadd overlayremove l\
bready",i),function(r){n=r,n?e.addTo(t):e.remove(),i()}}var Zs=.1,Ca=300,Ea=410,te=t=>K.includes(t);function Vs(t,e){if(!e.landbasePanes){let n="lbLayer"+L.stamp(e),s=t.createPane(
n),o=e.getContainer?e.getContainer():e.getElement();e.landbasePanes=[e.options.pane=n],s.style.pointerEvents="none",o&&s.
appendChild(o)}return e.landbasePanes.map(n=>t.getPane(n)).filter(Boolean)}function Ws(t,e){let[n]=e.landbasePanes||[e.options.
pane||"overlayPane"],s=t.getPane(n);return s?Number(getComputedStyle(s).zIndex):0}var Qt=t=>[t.landbaseShare,t.options.opacity,
1].find(e=>e!==void 0);function Hs(t,e,n){e.landbaseShare=n,e.setShare?e.setShare(n):e.setOpacity?e.setOpacity(n):Vs(t,e).
forEach(s=>s.style.opacity=n)}function La(t,e){let n=e.findIndex(te);e.forEach(function(s,o){if(s.landbaseRank=o+1,te(s))
s.setZIndex?s.setZIndex(o+1):t.hasLayer(s)&&s.bringToFront();else{let i=n>=0&&o>n;Vs(t,s)[0].style.zIndex=o+(i?Ea:Ca),s.
setAbove&&s.setAbove(i)}})}function ka(t,e,n,s){let o=[];t.forEach(function(c){let h=o[o.length-1];h&&s(c)&&s(h[0])?h.push(
c):o.push([c])});let i=o.findIndex(c=>c.includes(e)),r=o[i],a=r.indexOf(e),l=a+n;return r[l]?[r[a],r[l]]=[r[l],e]:o[i+n]&&
([o[i],o[i+n]]=[o[i+n],r]),o.flat()}function Aa(t,e){let n=({name:o})=>e.indexOf(o),s=t.filter(o=>n(o)>=0).sort((o,i)=>n(
o)-n(i));return t.map(o=>n(o)>=0?s.shift():o)}function Oa(t,e){let n=t.findIndex(e),s=t.filter(o=>!e(o));return n>=0&&s.
splice(n,0,...t.filter(e)),s}var Sa=t=>t>=Zs&&t<=1;function Ma(){let t=null;try{t=JSON.parse(M("looks"))}catch{t=null}let{
shares:e,order:n}=Object(t);return{shares:Object(e),order:Array.isArray(n)?n:[],all:Number(M("opacity"))}}var Pa=L.Class.
extend({initialize:function(t,e,n){Object.assign(this,{_map:t,_words:n,_write:qs(t)}),this._usual=e._layers.filter(({layer:s})=>s.
setShare||s.setOpacity||s.landbasePanes).map(({layer:s,name:o})=>({layer:s,usual:Qt(s),name:new DOMParser().parseFromString(
o,"text/html").body.textContent})).sort((s,o)=>Ws(t,s.layer)-Ws(t,o.layer)),this._order=this._usual,this._build(e.getContainer()),
t.on("lbready",this._take,this),t.on("overlayadd baselayerchange lbchanged",()=>this._turned&&this._stack()),window.addEventListener(
"hashchange",()=>this._take())},_build:function(t){let e=this._words,n=d("section","lb-panel lb-looks leaflet-control");
n.setAttribute("aria-label",e.looks),L.DomEvent.disableClickPropagation(n),L.DomEvent.disableScrollPropagation(n);let s=n.
appendChild(d("details"));s.appendChild(d("summary","",e.looks)),this._list=s.appendChild(d("ol"));let o=n.appendChild(d(
"label")),i=this._tick=o.appendChild(d("input"));i.type="checkbox",o.appendChild(d("span","",e.labels)),i.addEventListener(
"change",()=>{this._write(i.checked),I("labels",i.checked?"on":"")}),t.after(n)},_show:function(){A(this._list,...[...this.
_order].reverse().map((t,e)=>this._line(t,e)))},_line:function(t,e){let n=this._words,{layer:s,name:o}=t,i=this._order.length-
1,r=h=>h.replace("{layer}",o),a=d("li"),l=d("input"),c=a.appendChild(d("span","",o));return c.title=o,a.appendChild(l),Object.
assign(l,{type:"range",min:Zs,max:1,step:.05,value:Qt(s)}),l.setAttribute("aria-label",r(n.opacity)),l.addEventListener(
"input",()=>{Hs(this._map,s,Number(l.value)),this._changed()}),[["↑",n.up,1,e===0],["↓",n.down,-1,e===i]].forEach(([
h,f,u,p])=>{let m=a.appendChild(w(h,"lb-small",()=>this._move(t,u)));m.setAttribute("aria-label",r(f)),m.title=r(f),m.setAttribute(
"aria-disabled",String(p))}),a},_move:function(t,e){this._order=ka(this._order,t,e,({layer:s})=>te(s)),this._stack(),this.
_show(),this._list.children[this._order.length-1-this._order.indexOf(t)].querySelectorAll("button")[e>0?0:1].focus(),this.
_changed()},_stack:function(){this._turned=!0,La(this._map,this._order.map(({layer:t})=>t))},_changed:function(){let t=this.
_usual.filter(({layer:n,usual:s})=>Qt(n)!==s),e={};t.length&&(e.shares=Object.assign({},...t.map(({layer:n,name:s})=>({[s]:Qt(
n)})))),this._order.some((n,s)=>n!==this._usual[s])&&(e.order=this._order.map(({name:n})=>n)),I("opacity",""),I("looks",
Object.keys(e).length?JSON.stringify(e):""),this._map.fire("lblooks")},_take:function(){let{shares:t,order:e,all:n}=Ma();
this._usual.forEach(({layer:s,name:o,usual:i})=>{let r=[t[o],te(s)?n:0].find(Sa),a=r===void 0?i:r;a!==Qt(s)&&Hs(this._map,
s,a)}),this._order=Oa(Aa(this._usual,e),({layer:s})=>te(s)),(this._turned||e.length)&&this._stack(),this._tick.checked=M(
"labels")==="on",this._write(this._tick.checked),this._show(),this._map.fire("lblooks")}}),Gs=(t,e,n)=>new Pa(t,e,n);var ve=.003352810681182319,T=ve/(2-ve),Ce=Math.sqrt(ve*(2-ve)),Ee=Math.PI/180,Ta=8,Le=6378137/(1+T)*(1+T**2/4+T**4/64),Na=[
T/2-2/3*T**2+5/16*T**3+41/180*T**4,13/48*T**2-3/5*T**3+557/1440*T**4,61/240*T**3-103/140*T**4,49561/161280*T**4],Ia=[T/2-
2/3*T**2+37/96*T**3-1/360*T**4,1/48*T**2+1/15*T**3-437/1440*T**4,17/480*T**3-37/840*T**4,4397/161280*T**4],$s=5e5,zt=1e6,
za=[72,137],Da=[3,55],Fa=[25,45],Ra=[1e5,9e5],ja=[3e5,61e5],yn=t=>Math.round(t/3);function wn([t,e],n=yn(t)){let s=Math.
sin(e*Ee),o=(t-3*n)*Ee,i=Math.sinh(Math.atanh(s)-Ce*Math.atanh(Ce*s)),r=Math.atan2(i,Math.cos(o)),a=Math.asinh(Math.sin(
o)/Math.hypot(i,Math.cos(o))),l=r,c=a;return Na.forEach(function(h,f){let u=2*(f+1);l+=h*Math.sin(u*r)*Math.cosh(u*a),c+=
h*Math.cos(u*r)*Math.sinh(u*a)}),{zone:n,x:n*zt+$s+Le*c,y:Le*l}}function Ks(t,e){let n=Math.floor(t/zt),s=e/Le,o=(t-n*zt-
$s)/Le,i=s,r=o;Ia.forEach(function(c,h){let f=2*(h+1);i-=c*Math.sin(f*s)*Math.cosh(f*o),r-=c*Math.cos(f*s)*Math.sinh(f*o)});
let a=Math.atanh(Math.sin(i)/Math.cosh(r)),l=i;for(let c=0;c<Ta;c++)l=Math.asin(Math.tanh(a+Ce*Math.atanh(Ce*Math.sin(l))));
return[3*n+Math.atan2(Math.sinh(r),Math.cos(i))/Ee,l/Ee]}var ee=(t,[e,n])=>t>=e&&t<=n;function Ba(t){let e=t.normalize("\
NFKC").toLowerCase().replace(/[′’‘'分]/g,"'").replace(/[″”“"秒]|''/g,'"').replace(/[º˚度]/g,"°");if(/[^\d\s.,;:+\-°'"newsxy=东经北纬带度（）()、，；/]/.
test(e))return null;let n=[],s=/(\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*'\s*(?:(\d+(?:\.\d+)?)\s*"?)?)?)?/g;for(let o=s.
exec(e);o;o=s.exec(e)){let[,i,r=0,a=0]=o;if(r>=60||a>=60)return null;n.push(Number(i)+r/60+a/3600)}return n}function Js(t,e){
let n=Ba(t);if(!n||n.length!==2)return null;for(let[s,o]of[n,[n[1],n[0]]])if(ee(s,za)&&ee(o,Da))return{place:[s,o],zone:null};
for(let[s,o]of[n,[n[1],n[0]]]){let i=Math.floor(s/zt),r=s-i*zt;if(!(!ee(o,ja)||!ee(r,Ra))){if(ee(i,Fa))return{place:Ks(s,
o),zone:i};if(i===0&&e)return{place:Ks(e*zt+s,o),zone:e}}}return null}var ke=([t,e])=>t.toFixed(6)+"°, "+e.toFixed(6)+"\
°";var Ys=1e6,xn=/^(0\d+|\d{16,})$/,Ua=200,Ae=t=>t.reduce((e,{rows:n})=>e+n.length,0);function ne(t,e,n){if(!Number.isFinite(
t))return"";let s=e?t*e.times/e.by:t;return(ot(s,n)/10**n).toFixed(n)}function se(t){let e=new Map;return t.forEach(({store:n})=>n.
columns.forEach(s=>e.set(s.name,s.label))),e}function vn(t,e,n){let s=[...se(t).values(),e.m2,e.mu,e.ha];return n===void 0?
s:[...s,e.day]}function*Dt(t){let e=[...se(t).keys()];for(let{store:n,rows:s}of t){let o=e.map(i=>n.columns.findIndex(r=>r.
name===i));for(let i of s)yield{store:n,row:i,texts:o.map(r=>r<0?"":n.text(r,i)),m2:n.areas[i]}}}function*Qs(t,e,n){yield vn(
t,e,n);for(let{store:s,texts:o,m2:i}of Dt(t)){let{mu:r,ha:a}=s.header.units;o.push(ne(i,null,2),ne(i,r,r.decimals),ne(i,
a,a.decimals)),n!==void 0&&o.push(D(n)),yield o}}function to(t){return/^[-+]?[\d,]+(\.\d+)?%?$/.test(t)&&!xn.test(t)?t:xn.
test(t)?"	"+t:/^[\s\u0000-\u001f]*[=+\-@＝＋－＠|]/.test(t)||/^[\t\r\n]/.test(t)?"'"+t:t}function qa(t){let e=to(t);
return/[",\r\n\t;]/.test(e)||e!==e.trim()?'"'+e.replace(/"/g,'""')+'"':e}function*Oe(t,e,n=""){let s=[],o=!0;for(let i of t)
s.push(e(i)),!(s.length<Ua)&&(yield(o?"":n)+s.join(n),[s,o]=[[],!1]);s.length&&(yield(o?"":n)+s.join(n))}var Wa=t=>t.map(
qa).join(",")+`\r
`;function*eo(t,e,n){yield"\uFEFF",yield*Oe(Qs(t,e,n),Wa)}function Ha(t){let e=t.replace(/[\t\r\n]+/g," ");return xn.test(
e)?'="'+e+'"':to(e)}var Za=t=>t.map(Ha).join("	"),Se=(t,e,n)=>[...Oe(Qs(t,e,n),Za,`
`)].join(""),Va=t=>Math.round(t*Ys)/Ys;function Ga(t,e){let n=[];for(let s=t.vertices[e];s<t.vertices[e+1];s++)n.push(E.
lonLat(t.xy[2*s],t.xy[2*s+1]).map(Va));return[...n,n[0]]}function Me(t,e){let n=[];for(let s=t.polygons[e];s<t.polygons[e+
1];s++){let o=[];for(let i=t.rings[s];i<t.rings[s+1];i++)o.push(Ga(t,i));n.push(o)}return n}function Ka(t,e){let n=Me(t,
e);return n.length?n.length===1?{type:"Polygon",coordinates:n[0]}:{type:"MultiPolygon",coordinates:n}:null}function*no(t,e,n){
let s=function({store:i,row:r}){let a={};return i.columns.forEach((l,c)=>a[l.name]=i.text(c,r)||null),a.area_m2=Number.isFinite(
i.areas[r])?i.areas[r]:null,n!==void 0&&(a.as_of=D(n)),JSON.stringify({type:"Feature",properties:a,geometry:Ka(i,r)})};yield JSON.
stringify({type:"FeatureCollection",note:e.note,crs:{type:"name",properties:{name:"urn:ogc:def:crs:EPSG::4490"}}}).slice(
0,-1)+',"features":[',yield*Oe(Dt(t),s,","),yield"]}"}var $a={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"},at=t=>t.replace(
/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g,
"$1").replace(/[&<>"]/g,e=>$a[e]);function Xs(t,e){let[,n,s,o]=/^#(..)(..)(..)/.exec(t)||[0,"80","80","80"];return(e+o+s+
n).toLowerCase()}function Ja(t,e){let n=o=>"<LinearRing><coordinates>"+o.map(i=>i.join(",")).join(" ")+"</coordinates></\
LinearRing>",s=Me(t,e).map(([o,...i])=>"<Polygon><outerBoundaryIs>"+n(o)+"</outerBoundaryIs>"+i.map(r=>"<innerBoundaryIs\
>"+n(r)+"</innerBoundaryIs>").join("")+"</Polygon>");return s.length>1?"<MultiGeometry>"+s.join("")+"</MultiGeometry>":s.
join("")}function*so(t,e,n){let s=new Map,o=[...se(t).entries()],i=function({color:r,edge:a}){let l=r+a;return s.has(l)||
s.set(l,"s"+s.size),s.get(l)};t.forEach(({store:r})=>r.classes.forEach(i)),yield`<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+at(e.file)+"</name><description>"+at(e.note)+`</descriptio\
n>
`;for(let[r,a]of s){let[,l,c]=/^(#......)(#......)$/.exec(r)||[0,"#808080","#404040"];yield'<Style id="'+a+'"><LineStyle\
><color>'+Xs(c,"ff")+"</color><width>1.5</width></LineStyle><PolyStyle><color>"+Xs(l,"b3")+`</color></PolyStyle></Style>\

`}yield*Oe(Dt(t),function({store:r,row:a,texts:l,m2:c}){let h=o.map(([,f],u)=>[f,l[u]]);return h.push([e.m2,ne(c,null,2)],
[e.mu,ne(c,r.header.units.mu,2)]),n!==void 0&&h.push([e.day,D(n)]),"<Placemark><name>"+at(l[0]||"")+"</name><styleUrl>#"+
i(r.classes[r.position[a]])+"</styleUrl><ExtendedData>"+h.map(([f,u])=>'<Data name="'+at(f)+'"><value>'+at(u)+"</value><\
/Data>").join("")+"</ExtendedData>"+Ja(r,a)+`</Placemark>
`}),yield`</Document></kml>
`}var oo=1,Ya=0;function Xa(t,e,n=Ya){let{zone:s,x:o,y:i}=wn(t);return e.inZone.replace("{zone}",s).replace("{y}",o.toFixed(
n)).replace("{x}",i.toFixed(n))}var Qa=L.Control.extend({options:{position:"bottomleft"},initialize:function(t){this._words=
t},onAdd:function(t){let e=this._box=d("div","lb-where");return e.hidden=!0,e.title=this._words.where,this._lines=[e.appendChild(
d("span")),e.appendChild(d("span"))],t.on("mousemove",this._soon,this),t.on("mouseout",()=>e.hidden=!0),e},_soon:function({
latlng:t}){this._at=t,this._frame=this._frame||requestAnimationFrame(()=>{this._frame=null;let e=[this._at.lng,this._at.
lat];this._lines[0].textContent=ke(e),this._lines[1].textContent=Xa(e,this._words),this._box.hidden=!1})}}),io=(t,e)=>new Qa(
e).addTo(t);function ro(t,e,n){let s=[n.points.join("	")],o=0,i=0,r=Me(t,e);if(!r.length)return"";let a=r[0][0].reduce((c,[
h])=>c+h,0)/r[0][0].length,l=Math.round(a/3);return r.forEach(c=>c.forEach(function(h){o+=1;let f=i+1;h.forEach(function(u,p){
let m=p===h.length-1,{x:_,y:g}=wn(u,l);m||(i+=1),s.push([o,"J"+(m?f:i),g.toFixed(oo),_.toFixed(oo),u[0].toFixed(6),u[1].
toFixed(6)].join("	"))})})),[n.pointsOf.replace("{zone}",l),...s].join(`
`)}var Ft=24;function ao(t,e){e.forEach(function(n){let s=t.createPane(n.name);s.style.zIndex=n.zIndex,s.style.pointerEvents=
"none"})}function lo(t,e){let n=d("header","lb-title");n.appendChild(d("h1","",e.title));let s=d("div","lb-notes");e.notes.
forEach(i=>s.appendChild(d("span","lb-note",i))),n.appendChild(s),t.getContainer().classList.add("lb-under-title"),t.getContainer().
before(n),n.firstChild.title=e.title;let o=function(){document.documentElement.style.setProperty("--lb-title-height",n.offsetHeight+
"px"),t.invalidateSize({animate:!1,pan:!1})};o(),new ResizeObserver(()=>requestAnimationFrame(o)).observe(n)}var tl=L.Control.
Scale.extend({options:{imperial:!1,maxWidth:140},initialize:function(t){this._words=t},_updateMetric:function(t){let{metres:e,
text:n}=Pt(t,this._words);this._updateScale(this._mScale,n,e/t)}});function co(t,e){if(document.documentElement.lang=e.lang,
t.attributionControl.setPrefix(!1),t.getContainer().classList.add("lb-map"),L.control.zoom({zoomInTitle:e.zoomIn,zoomOutTitle:e.
zoomOut}).addTo(t),new tl(e).addTo(t),io(t,e),e.message){let n=d("div","lb-message",e.message);n.setAttribute("role","st\
atus"),t.getContainer().appendChild(n)}}function Q(t){if(t.getContainer().classList.contains("lb-narrow"))return Ft;let e=t.
getContainer().querySelector(".leaflet-top.leaflet-right"),n=e?e.offsetWidth:0;return n&&t.getSize().x>2*n?n+Ft:Ft}var Rt=t=>Ft+
(t.landbaseCovered||0);function gt(t){let[e,n]=[".lb-bottom",".lb-list"].map(s=>t.getContainer().querySelector(s));return(e?
e.offsetHeight+24:16)+(n?n.offsetHeight:0)}function ho(t,{title:e,words:n}){let s=t.getContainer();s.classList.add("lb-p\
anel","lb-layers"),s.setAttribute("aria-label",e),s.prepend(d("div","lb-panel-title",e)),Us(t._map,t),n&&K.length&&Gs(t.
_map,t,n)}function jt(t){if(t.landbaseBottom)return t.landbaseBottom;let e=t.landbaseBottom=d("div","lb-bottom leaflet-c\
ontrol");L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),t.getContainer().appendChild(e);let n=function(){
let i=t.getContainer().querySelector(".leaflet-top.leaflet-right");e.style.right=(i?i.offsetWidth+12:12)+"px",t.getContainer().
style.setProperty("--lb-foot",e.offsetHeight+24+"px")},s=new ResizeObserver(()=>requestAnimationFrame(n));return[e,t.getContainer().
querySelector(".leaflet-top.leaflet-right")].filter(Boolean).forEach(i=>s.observe(i)),t.on("lbready lbchanged resize",n),
n(),e}var po=17,el=2,nl=.05,sl=8,ol=8e3,fo="http://www.w3.org/2000/svg",il={all:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M5 5h6v\
6H5z",shown:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M4 5h8L9 8.5V12l-2-1V8.5z",screen:"M9.5 2H14v4.5M14 2 9.5 6.5M6.5 14H\
2V9.5M2 14l4.5-4.5"};function Bt(t,e){t.fitBounds(e,{paddingTopLeft:[Rt(t),48],paddingBottomRight:[Q(t),gt(t)],maxZoom:po,
animate:!1})}function oe(t){let e=rt(t);e&&Bt(t,e)}function mo(t,[e,n]){let s=L.latLng(n,e),o=t.options.maxBounds;o&&!L.
latLngBounds(o).contains(s)&&t.setMaxBounds(L.latLngBounds(o).extend(s).pad(.1)),t.setView(s,Math.max(t.getZoom(),Math.min(
po,t.getMaxZoom())),{animate:!1}),t.landbaseSpot&&t.landbaseSpot.remove();let i=L.divIcon({className:"lb-spot",html:d("i"),
iconSize:[0,0]}),r=t.landbaseSpot=L.marker(s,{icon:i,interactive:!1,keyboard:!1}).addTo(t);setTimeout(()=>r.remove(),ol)}
function rl(t){let e=document.createElementNS(fo,"svg"),n=document.createElementNS(fo,"path");return e.setAttribute("vie\
wBox","0 0 16 16"),e.setAttribute("aria-hidden","true"),n.setAttribute("d",t),e.appendChild(n),e}var al=()=>document.fullscreenElement||
document.webkitFullscreenElement;function ll(t,e){let n=document.documentElement;if(al())(document.exitFullscreen||document.
webkitExitFullscreen).call(document);else{let s=(n.requestFullscreen||n.webkitRequestFullscreen).call(n);s&&s.catch(()=>U(
t,e.noScreen))}}var cl=L.Control.extend({options:{position:"topleft"},initialize:function(t){this._words=t.words,this._bounds=
L.latLngBounds(t.bounds)},onAdd:function(t){this._map=t;let e=d("div","leaflet-bar lb-views"),n=this._words,s=function(o,i){
let r=e.appendChild(d("button"));r.type="button",r.title=n[o],r.setAttribute("aria-label",n[o]),r.appendChild(rl(il[o])),
r.addEventListener("click",i)};return s("all",()=>Bt(t,this._bounds)),s("shown",()=>oe(t)),(document.fullscreenEnabled||
document.webkitFullscreenEnabled)&&s("screen",()=>ll(t,n)),L.DomEvent.disableClickPropagation(e),e}});function uo(t){let e=t.
getCenter(),n=nl/2;return L.latLngBounds(t.getSouthWest(),t.getNorthEast()).extend([e.lat-n,e.lng-n]).extend([e.lat+n,e.
lng+n])}function _o(t,e){let n=L.latLngBounds(e.bounds),s=new cl(e),o=function(){let r=uo(n);t.setMinZoom(Math.max(0,Math.
floor(t.getBoundsZoom(r))-el))},i=t.getContainer().querySelector(".leaflet-control-zoom");s.addTo(t),i&&i.after(s.getContainer()),
t.options.maxBoundsViscosity=.8,t.landbasePlace&&t.landbasePlace(),t.fitBounds(n,{paddingTopLeft:[24,48],paddingBottomRight:[
Q(t),gt(t)],animate:!1}),o(),t.setMaxBounds(uo(n).pad(sl)),t.on("resize",o),Bs(t)}function hl(t,e){if(!e)return d("span","",t.label);let n=d("button","lb-pick",t.label);return n.type="button",n.setAttribute(
"aria-pressed",String(e.chosen(t))),n}function go(t,e,n){let s=d("tr",e);s.dataset[t.other?"other":"code"]=t.code;let o=d(
"th");return o.scope="row",t.color&&o.appendChild(W(t)),o.appendChild(hl(t,n)),s.appendChild(o),["count","mu","ha"].forEach(
i=>s.appendChild(d("td","",t[i]))),n&&n.any()&&s.classList.add(n.chosen(t)?"lb-picked":"lb-unpicked"),n&&s.addEventListener(
"click",i=>n.take(t,i)),s}function bo(t,e){let n=d("table");n.appendChild(d("caption","lb-panel-title",t));let s=n.appendChild(
d("thead")).appendChild(d("tr"));return e.forEach(function(o){let i=s.appendChild(d("th","",o));i.scope="col"}),n.appendChild(
d("tbody")),n.appendChild(d("tfoot")),n}function Cn(t,e,n,s){let o=t.tBodies[0].contains(document.activeElement)&&document.
activeElement.closest("tr"),i=l=>l.dataset.code||l.dataset.other,r=o&&i(o);A(t.tBodies[0],...e.map(l=>go(l,"",s))),A(t.tFoot,
go(n,"lb-total"));let a=o&&[...t.tBodies[0].rows].find(l=>i(l)===r);a&&a.querySelector("button").focus()}function En(t,e,n){
let s=()=>t.landbaseFilters;return{any:()=>s().chosen(e).length>0,chosen:o=>s().chosen(e).includes(n(o)),take:function(o,i){
let r=n(o),a=s().chosen(e);i.detail>1?(a.includes(r)||s().only(e,r),oe(t)):i.ctrlKey||i.metaKey||a.length===1&&a[0]===r?
s().more(e,r):s().only(e,r)}}}var dl=L.Control.extend({options:{position:"topright"},initialize:function(t){this.data=t},
onAdd:function(t){let e=this.data,n=d("section","lb-panel lb-legend leaflet-control");if(n.setAttribute("aria-label",e.title),
this._map=t,this._table=n.appendChild(bo(e.title,e.heads)),Cn(this._table,e.lines,e.total),e.notes.forEach(s=>n.appendChild(
d("p","lb-foot",s))),e.groups){let s=n.appendChild(d("details","lb-by"));s.open=window.innerHeight>900,s.appendChild(d("\
summary","lb-panel-title",e.groups.title)),this._groups=s.appendChild(bo("",[e.groups.head,...e.heads.slice(1)])),s.appendChild(
d("p","lb-foot",e.groups.note))}return n.appendChild(d("p","lb-foot lb-how",e.how)),L.DomEvent.disableClickPropagation(n),
L.DomEvent.disableScrollPropagation(n),n},_picks:function(){let t=this._map.landbaseFilters,{column:e,groups:n}=this.data;
return!t||!t.ready()?[]:[t.has(e)?En(this._map,e,o=>o.word):En(this._map,"class",o=>String(o.position)),n&&t.has(n.column)?
En(this._map,n.column,o=>o.code):void 0]},update:function(){let t=this.data,e=t.categories,[n,s]=this._picks(),o=()=>({count:0,
m2:e.map(()=>0)}),i=["class",...t.groups?[t.groups.column]:[]],[r,a]=Rs(this._map,i,e),l=t.lines.map(u=>Object.assign({},
u,r.get(u.position)||o())),c=u=>Object.assign(u,{label:t.total.label}),h=_t(l,t.units);if(Cn(this._table,h.lines,c(h.total),
n),this._map.fire("landbase:figures",{total:h.total}),!t.groups)return;s&&s.any()&&this._map.landbaseFilters.labels(t.groups.
column).forEach(u=>a.has(u)||a.set(u,Object.assign(o(),{other:!0})));let f=_t(Nt(t.groups.labels,a).map(u=>Object.assign(
{code:u,label:u||t.groups.missing},a.get(u))),t.units);Cn(this._groups,f.lines,c(f.total),s)}}),Pe=(t,e)=>new dl(e).addTo(
t);var ie=2;function fl(t,e,n,s,o){let{shown:i,areas:r,category:a,count:l}=t,c=o.length,h=X(t,n),f=X(t,s),u=f.keys.length*c,
p=t.header.categories.map(b=>o.indexOf(b)),m=b=>f.codes[b]*c+p[a[b]],_=new B(h.keys.length*u),g=new Uint32Array(h.keys.length*
f.keys.length);for(let b=0;b<l;b++)i[b]&&(g[h.codes[b]*f.keys.length+f.codes[b]]+=1,r[b]>0&&_.add(h.codes[b]*u+m(b),r[b]));
h.parts&&gn(t,Object.assign({sums:_},h),u,m),h.keys.forEach((b,y)=>f.keys.forEach(function(O,x){let z=_.part(y*u+x*c,y*u+
(x+1)*c),R=g[y*f.keys.length+x];if(!R&&!z.some(v=>v>1e-9))return;e.has(b)||e.set(b,new Map);let V=e.get(b).get(O)||{count:0,
m2:new Float64Array(c)};V.count+=R,Tt(V.m2,z),e.get(b).set(O,V)}))}function Ut(t,e,n,s){let o=new Map;return S(t).forEach(
({store:i})=>fl(i,o,e,n,s)),o}var Ln=t=>[...t.values()].reduce(function(e,{count:n,m2:s}){return e.count+=n,s.forEach((o,i)=>e.
m2[i]=J([e.m2[i]||0,o])),e},{count:0,m2:[]}),ul=t=>ot(Number(t.replace(/,/g,"")),ie);function Te(t,e,n){let s=_t(e.map(o=>Object.
assign({code:o},Ln(t.get(o)))),n).lines;return new Map(e.map(function(o,i){let r=[...t.get(o)],a=new Map(r.map(([l,c])=>[
l,Object.assign({},c)]));return["mu","ha"].forEach(function(l){let{times:c,by:h}=n[l],f=r.map(([,{m2:u}])=>J(u)*c/h);Jt(
f,ie,ul(s[i][l])).forEach((u,p)=>a.get(r[p][0])[l]=u)}),[o,a]}))}var lt=t=>(t/10**ie).toLocaleString("en-US",{minimumFractionDigits:ie,
maximumFractionDigits:ie});var kn=new Map;function yo(t){return kn.has(t)||kn.set(t,D(t).slice(0,7)),kn.get(t)}function wo(t,e,n){let s=t.events,o=s&&
s.disposals;if(!o)return;let i=0;for(let r=0;r<o.events.length;r++){let a=o.events[r],l=s.days[a];for(;s.firsts[i+1]<=a;)
i++;l>e||o.lasts[r]&&l+o.lasts[r]-1<=e||n(i,yo(l),o.m2[r])}}function xo(t){let e=t.events,n=e&&e.disposals;return n?[...new Set(
Array.from(n.events,s=>yo(e.days[s])))].sort():[]}function vo(t,e,n){let s=new Uint8Array(t.count),o=new Set(e);wo(t,n,(i,r)=>o.
has(r)&&(s[i]=1));for(let i=0;i<t.count;i++)t.shown[i]&=s[i]}function Co(t,e,n,s){let o=Array.from({length:12},()=>new B(
s.length)),i=0;return t.forEach(function(r){let a=r.header.categories.map(l=>s.indexOf(l));wo(r,n,function(l,c,h){!r.shown[l]||
!c.startsWith(e)||(Number.isNaN(h)?i+=1:o[Number(c.slice(5))-1].add(a[r.category[l]],h))})}),{months:o.map(r=>r.part()),
unknown:i}}var Eo=100,Lo=.4;function ko(t,e,n){let s=d("i");return s.style.background=t,s.title=e+" "+n,s}var pl=L.Class.extend({initialize:function(t,e,n){
this._map=t,this._data=e,this._legend=n;let s=this._box=d("details","lb-charts");s.appendChild(d("summary","lb-panel-tit\
le",e.words.title)),this._status=n.groups?s.appendChild(d("figure","lb-chart")):null,this._months=e.months?s.appendChild(
d("figure","lb-chart lb-chart-months")):null,s.appendChild(d("p","lb-foot",e.words.how)),s.addEventListener("toggle",()=>this.
_draw()),t.on("lbchanged",this._soon,this)},box:function(){return this._status||this._months?this._box:null},_soon:function(){
!this._box.open||this._frame||(this._frame=requestAnimationFrame(()=>{this._frame=null,this._draw()}))},_draw:function(){
!this._box.open||!S(this._map).length||(this._status&&this._drawStatus(),this._months&&this._drawMonths())},_pick:function(t,...e){
let n=this._map.landbaseFilters;e.filter(([s])=>n.has(s)).forEach(function([s,o]){let i=n.chosen(s),r=i.length===1&&i[0]===
o;t.ctrlKey||t.metaKey||r?n.more(s,o):n.only(s,o)})},_pickBoth:function(t,...e){let n=this._map.landbaseFilters,s=e.filter(
([i])=>n.has(i)),o=s.every(([i,r])=>n.chosen(i).length===1&&n.chosen(i)[0]===r);s.forEach(function([i,r]){let a=n.chosen(
i).includes(r);o||(t.ctrlKey||t.metaKey)&&!a?n.more(i,r):(!a||!(t.ctrlKey||t.metaKey))&&n.only(i,r)})},_classFilter:function(t){
let e=this._map.landbaseFilters,{column:n}=this._legend;return e.has(n)?[n,t.word]:["class",String(t.position)]},_drawStatus:function(){
let{groups:t,categories:e,units:n,lines:s,title:o}=this._legend,i=this._data.words,r=Ut(this._map,t.column,"class",e),a=Nt(
t.labels,r),l=Te(r,a,n),c=new Map;l.forEach((p,m)=>c.set(m,J([...p.values()].map(({mu:_})=>_))));let h=Math.max(1,...c.values()),
f=d("ul","lb-bars-list");a.forEach(p=>f.appendChild(this._bar(p,l.get(p),c.get(p),h,s)));let u=d("figcaption","",i.status.
replace("{class}",o));A(this._status,u,f)},_bar:function(t,e,n,s,o){let{groups:i,units:r}=this._legend,a=r.mu.label,l=t||
i.missing,c=d("li"),h=this._map.landbaseFilters,f=c.appendChild(w(l,"lb-pick",m=>this._pick(m,[i.column,t])));f.title=l,
f.setAttribute("aria-pressed",String(h.chosen(i.column).includes(t)));let u=c.appendChild(d("div","lb-bar-blocks")),p=[];
return u.setAttribute("role","img"),o.filter(({position:m})=>e.has(m)).forEach(m=>{let _=e.get(m.position),g=N(lt(_.mu),
a),b=u.appendChild(ko(m.color,l+" "+m.label,g));b.dataset.code=m.code,b.dataset.mu=_.mu,b.style.width=(_.mu>0?Math.max(Lo,
_.mu/s*Eo):0)+"%",b.addEventListener("click",y=>this._pickBoth(y,[i.column,t],this._classFilter(m))),p.push(m.label+" "+
g)}),u.setAttribute("aria-label",l+": "+p.join(", ")),c.appendChild(d("span","lb-bar-sum",lt(n))),c},_drawMonths:function(){
let t=this._map,e=kt(t),n=D(e).slice(0,4),s=this._data.words,{categories:o,units:{mu:i}}=this._legend,r=S(t).map(({store:b})=>b),
{months:a,unknown:l}=Co(r,n,e,o),c=a.map(b=>Array.from(b,y=>y*i.times/i.by)),h=c.map(J),f=ot(J(h),2),u=Math.max(...h,1e-9),
p=Jt(h,2,f),m=d("figcaption","",s.months.replace("{year}",n)),_=d("ol","lb-months");c.forEach((b,y)=>_.appendChild(this.
_month(y,n,b,p[y],u)));let g=[f>0?s.sum.replace("{day}",$(e,s.date)).replace("{mu}",lt(f)):s.none];l&&g.push(s.unknown.replace(
"{n}",l.toLocaleString("en-US"))),A(this._months,m,_,this._keys(),...g.map(b=>d("p","lb-foot",b)))},_month:function(t,e,n,s,o){
let i=this._data.words,r=e+"-"+String(t+1).padStart(2,"0"),a=this._map.landbaseFilters,l=d("li"),c=i.month.replace("{mon\
th}",t+1),h=l.appendChild(w("","lb-month",_=>this._pick(_,["disposal_month",r]))),f=this._legend.units.mu.label,u=[],p=h.
appendChild(d("span","lb-month-blocks")),m=Jt(n,2,s);return n.forEach((_,g)=>{let{color:b,label:y}=this._data.categories[g],
O=N(lt(m[g]),f);if(!(_>0))return;let x=p.appendChild(ko(b,c+" "+y,O));x.style.height=Math.max(Lo,_/o*Eo)+"%",x.dataset.mu=
m[g],u.push(y+" "+O)}),h.appendChild(d("span","lb-month-name",c)),h.dataset.month=r,h.disabled=!u.length&&!a.chosen("dis\
posal_month").includes(r),h.setAttribute("aria-pressed",String(a.chosen("disposal_month").includes(r))),h.setAttribute("\
aria-label",[c,...u].join(" ")),l},_keys:function(){let t=d("p","lb-chart-keys");return this._data.categories.forEach(({
label:e,color:n})=>{t.appendChild(d("span")).append(W({color:n}),e)}),t}}),Ao=(t,e,n)=>new pl(t,e,n).box();var ml=150,Ne=class{constructor(e,n,s){this._columns=new Map,P(e).forEach(({store:o})=>o.columns.forEach(({name:i,label:r})=>this.
_columns.set(i,r))),this._words=n,this._changed=s,this._state={},this.box=this._build()}_build(){let e=this._words,n=d("\
div","lb-column-filter");this._which=n.appendChild(d("select","lb-input")),this._which.setAttribute("aria-label",e.inColumn);
let s=this._which.appendChild(d("option","",e.inColumn));s.value="",this._columns.forEach((i,r)=>this._which.appendChild(
d("option","",i)).value=r),this._text=n.appendChild(d("input","lb-input")),this._text.type="search",this._text.placeholder=
e.columnHolds,this._text.setAttribute("aria-label",e.columnHolds);let o=null;return this._text.addEventListener("input",
()=>{clearTimeout(o),o=setTimeout(()=>this._take(this._which.value,this._text.value),ml)}),this._which.addEventListener(
"change",()=>this._show()),this._show(),n}_take(e,n){let s=Object.assign({},this._state);n.trim()?s[e]=n:delete s[e],this.
_changed(s)}_show(){let e=this._state[this._which.value]||"";this._text.disabled=!this._which.value,this._text.value.trim()!==
e.trim()&&(this._text.value=e)}known(e){return Object.fromEntries(Object.entries(e).filter(([n])=>this._columns.has(n)))}fill(e){
this._state=e;let[n]=Object.keys(e);!this._which.value&&n&&(this._which.value=n),this._show()}chips(){return Object.entries(
this._state).map(([e,n])=>({text:this._words.columnChip.replace("{column}",this._columns.get(e)).replace("{text}",n.trim()),
off:()=>this._take(e,"")}))}};function _l(t,e,n){for(let s=0;s<t.length;s++)t[s]&=n[e[s]]}var gl=(t,e)=>Uint8Array.from(t,n=>e(n)?1:0);function Oo(t,e,n=t.
columns){let s=new Uint8Array(t.count);n.forEach(o=>St(t,o,Y,e,s,1,1));for(let o=0;o<s.length;o++)t.shown[o]&=s[o]}function bl(t,e){
let{shown:n,areas:s}=t,{times:o,by:i}=t.header.units.mu,r=e.least===null?-1/0:e.least,a=e.most===null?1/0:e.most;for(let l=0;l<
n.length;l++){let c=s[l]*o/i;c>=r&&c<=a||(n[l]=0)}}function yl(t,e){let{shown:n,due:s}=t;if(!s)n.fill(0);else for(let o=0;o<
n.length;o++)n[o]&=s[o]<e}function An(t,e){if(e==="place")return t.place&&{values:t.place,words:t.header.places};if(e===
"class")return{values:t.position,words:t.classes.map((i,r)=>String(r))};let[n,s]=e.split(":"),o=t.columns.find(i=>i.name===
n);return!o||!o.words?null:s!=="year"?o.choices?o:null:{values:o.values,words:o.words.map(i=>i.slice(0,4))}}var So=t=>Y(
t).split(/[\s\0]+/).filter(Boolean);function On(t,e,n){t.shown.fill(1),e.overdue&&yl(t,n),(e.least!==null||e.most!==null)&&
bl(t,e),Object.entries(e.choices).forEach(function([s,o]){if(s==="disposal_month")return vo(t,o,n);let i=An(t,s);i&&_l(t.
shown,i.values,gl(i.words,r=>o.includes(r)))}),So(e.text).forEach(s=>Oo(t,s)),Object.entries(e.columns).forEach(function([
s,o]){let i=t.columns.filter(r=>r.name===s);So(o).forEach(r=>Oo(t,r,i))})}function Mo(t,e){let n=kt(t);P(t).forEach(function(s){
On(s.store,e,n),s.refresh()})}var ct=()=>({text:"",least:null,most:null,overdue:!1,choices:{},columns:{}});function Po(t){
let e=ct();return typeof t!="object"||t===null||(typeof t.text=="string"&&(e.text=t.text),e.overdue=t.overdue===!0,["lea\
st","most"].forEach(function(n){Number.isFinite(t[n])&&(e[n]=t[n])}),Object.entries(t.choices||{}).forEach(function([n,s]){
let o=Array.isArray(s)?s.filter(i=>typeof i=="string"):[];o.length&&(e.choices[n]=o)}),Object.entries(t.columns||{}).forEach(
function([n,s]){typeof s=="string"&&s.trim()&&(e.columns[n]=s)})),e}var To=16,wl=.5,xl=Math.sqrt(3)/2,vl=[1,2,5],Ie=1<<24;function No(t,e,n){let s=new Map;return Ut(t,e,"done",n).forEach(function(o,i){
let r=J(Ln(o).m2),a=o.has(1)?J(o.get(1).m2):0;s.set(i,{m2:r,done:a,share:r>0?a/r:NaN})}),s}function Io(t,e){let n=new Map,
s=[],o=t.map(function({boxes:i,count:r}){let a=new Int32Array(r).fill(-1);for(let l=0;l<r;l++){let c=4*l;if(i[c]>i[c+2])
continue;let h=e((i[c]+i[c+2])/2,(i[c+1]+i[c+3])/2,Math.max(i[c+2]-i[c],i[c+3]-i[c+1]));if(h===null)continue;let f=n.get(
h);f===void 0&&(f=s.push(h)-1,n.set(h,f)),a[l]=f}return a});return{keys:s,rows:o}}function zo(t,{keys:e,rows:n}){let s=new Uint32Array(
e.length),o=new B(e.length),i=0;return t.forEach(function({shown:r,areas:a,count:l},c){let h=n[c];for(let f=0;f<l;f++)r[f]&&
(i+=1,!(h[f]<0)&&(s[h[f]]+=1,a[f]>0&&o.add(h[f],a[f])))}),{counts:s,sums:o,all:i}}function Sn(t,e,n){let s=To*e,o=n*e;return Io(
t,(i,r,a)=>a>=o?null:Math.floor(i/s)*Ie+Math.floor(r/s))}function Do(t,e,n,s=Sn(t,e,n)){let{counts:o,all:i}=zo(t,s),r=(To/
n)**2;return i>0&&o.reduce((a,l)=>a+(l>r?l:0),0)>wl*i}function Mn(t,e){let n=e*xl;return Object.assign({width:e,tall:n},
Io(t,function(s,o){let i=Math.floor(o/n),r=null,a=1/0;for(let l=i;l<=i+1;l++){let c=l&1?.5:0,h=Math.round(s/e-c),f=s-(h+
c)*e,u=o-l*n,p=f*f+u*u;p<a&&([r,a]=[l*Ie+h,p])}return r}))}function Fo(t,e,n=Mn(t,e)){let{counts:s,sums:o}=zo(t,n),i=[];
return n.keys.forEach(function(r,a){if(!s[a])return;let l=Math.round(r/Ie),c=r-l*Ie;i.push({x:(c+(l&1?.5:0))*e,y:l*n.tall,
count:s[a],m2:o.at(a)})}),i}var Ro=[0,1,2,3,4,5].map(t=>[Math.sin(t*Math.PI/3)/Math.sqrt(3),Math.cos(t*Math.PI/3)/Math.sqrt(
3)]);function jo(t,e){let n=Float64Array.from(t).sort(),s=[];for(let o=1;o<e&&n.length;o++){let i=Math.max(2,n[Math.floor(
o/e*(n.length-1))]),r=10**Math.floor(Math.log10(i)),a=[...vl,10].map(l=>l*r).reduce((l,c)=>Math.abs(c-i)<Math.abs(l-i)?c:
l);a>(s[s.length-1]||1)&&a<=n[n.length-1]&&s.push(a)}return s}function Bo(t,e){if(!t.length)return[];let n=Math.min(...t),
s=Math.max(...t),o=[1,2,5,10,20].find(a=>Math.floor(s/a)-Math.floor(n/a)<e)||20,i=Math.floor(n/o)+1,r=Math.floor(s/o);return[
...Array(Math.max(0,Math.min(e-1,r-i+1))).keys()].map(a=>(i+a)*o)}var Pn=(t,e)=>t.filter(n=>e>=n).length,Tn=t=>S(t).map(
({store:e})=>e);var Cl=12,El=.15;function Uo(t,e){let n=document.createElement("canvas");return Object.assign(n,{width:t,height:e}),n.getContext(
"2d",{willReadFrequently:!0})}var ze=L.Layer.extend({initialize:function(t,e){L.setOptions(this,e),this._steps=t},onAdd:function(t){
let e=this._canvas=L.DomUtil.create("canvas","lb-frame-canvas leaflet-zoom-hide");this.getPane().appendChild(e),t.on("mo\
veend viewreset resize",this.refresh,this),t.on("zoomstart",this._blank,this),this.refresh()},onRemove:function(t){t.off(
"moveend viewreset resize",this.refresh,this),t.off("zoomstart",this._blank,this),cancelAnimationFrame(this._frame),this.
_frame=null,this._canvas.remove()},_blank:function(){this._canvas.getContext("2d").clearRect(0,0,this._canvas.width,this.
_canvas.height)},refresh:function(){this._map&&(this._drawing=null,this._frame||(this._frame=requestAnimationFrame(()=>this.
_work())))},_work:function(){if(this._frame=null,this._map._animatingZoom)return;let t=this._drawing=this._drawing||this.
_begun(),e=performance.now()+Cl;for(;performance.now()<e;)if(t.steps.next().done){this._show(t),this.fire("drawn");return}
this._frame=requestAnimationFrame(()=>this._work())},_begun:function(){let t=this._map,e=t.getSize(),n=window.devicePixelRatio||
1,s=e.multiplyBy(El).round(),o=e.add(s.multiplyBy(2)),i=t.getPixelBounds().min.subtract(s),r=nt(t.getZoom()),a=Math.round(
o.x*n),l=Math.round(o.y*n),c=H(t.getZoom()),h=1/c;(!this._aside||this._aside.canvas.width!==a||this._aside.canvas.height!==
l)&&(this._aside=Uo(a,l),this._spare=Uo(a,l));let f=i.x-r/2,u=i.y-r/2;this._aside.setTransform(n,0,0,n,0,0),this._aside.
clearRect(0,0,o.x,o.y);let p={times:h,left:f,top:u,ratio:n,spare:this._spare,unit:c,box:[f/h,-(u+o.y)/h,(f+o.x)/h,-u/h]};
return{steps:this._steps(this._aside,p),full:o,place:s.multiplyBy(-1)}},_show:function({full:t,place:e}){let n=this._canvas,
{width:s,height:o}=this._aside.canvas;(n.width!==s||n.height!==o)&&Object.assign(n,{width:s,height:o}),n.style.width=t.x+
"px",n.style.height=t.y+"px",L.DomUtil.setPosition(n,this._map.containerPointToLayerPoint(e));let i=n.getContext("2d");i.
clearRect(0,0,s,o),i.drawImage(this._aside.canvas,0,0)}});var Ll=["auto","rate","density","off"],kl=2e3,qo={auto:.5,rate:2,density:3},Wo=26,Ho="lbAfar",Al=2,Zo=.85,Ol=L.Class.extend(
{initialize:function(t,e,n){Object.assign(this,{_map:t,_data:e,_legend:n.data,_mode:"auto",_shown:"parcels"});let s=t.createPane(
Ho);s.style.zIndex=402,s.style.pointerEvents="none",this._table=d("table","lb-overview"),this._note=d("p","lb-foot lb-ov\
erview-note"),this._box=n.getContainer(),this._box.querySelector(".lb-how").before(this._chooser()),t.on("lbready",this.
_start,this),t.on("lbchanged overlayadd overlayremove zoomend resize",this._soon,this),t.on("lbcompare",({on:o})=>{this.
_comparing=o,this._soon()}),t.on("mousemove click",this._point,this),t.on("mouseout zoomstart",this._leave,this),window.
addEventListener("hashchange",()=>this._ready&&this._start())},_chooser:function(){let t=this._data.words,e=d("label","l\
b-afar",t.overview),n=this._select=e.appendChild(d("select","lb-input"));return Ll.filter(s=>s!=="rate"||this._data.rated).
forEach(s=>n.appendChild(d("option","",t[s])).value=s),n.addEventListener("change",()=>{this._mode=n.value,I("afar",this.
_mode==="auto"?"":this._mode),this._update()}),e},_start:function(){let t=M("afar")||"auto";this._ready=!0,this._mode=[...this.
_select.options].some(({value:n})=>n===t)?t:"auto",this._select.value=this._mode;let e=rt(this._map,()=>!0);this._whole=
e?this._map.getBoundsZoom(e):0,this._update()},_soon:function(){!this._ready||this._waiting||(this._waiting=requestAnimationFrame(
()=>{this._waiting=null,this._update()}))},_wanted:function(){let t=this._map,e=this._mode,n=t.getZoom()-this._whole;if(e===
"off"||this._comparing)return"parcels";let s=Tn(t),o=s.reduce((l,c)=>l+c.count,0);if(!o)return"parcels";let i=this._data.
rated&&this._lands().length>0;if(e!=="auto")return n<=qo[e]&&(e!=="rate"||i)?e:"parcels";if(o<=kl)return"parcels";if(i&&
n<=qo.auto)return"rate";let r=Math.max(...S(t).map(pt)),a=this._kept("squares",s,()=>Sn(s,this._unit(),r));return Do(s,this.
_unit(),r,a)?"density":"parcels"},_kept:function(t,e,n){let s=[this._map.getZoom(),...e],o=this["_"+t];return(!o||o.key.
length!==s.length||o.key.some((i,r)=>i!==s[r]))&&(this["_"+t]={key:s,value:n()}),this["_"+t].value},_unit:function(){return H(
this._map.getZoom())},_lands:function(){let t=[];return this._map.eachLayer(e=>e.lands&&t.push(...e.lands)),t},_update:function(){
let t=this._map,e=this._wanted();this._leave(),this._shown==="rate"&&this._uncolor(),e!=="density"&&this._frame&&(this._frame.
remove(),this._frame=null),Yt(t,"afar",e==="parcels"?null:()=>!0),this._shown=e,we(t).forEach(n=>n.style.visibility=e===
"parcels"?"":"hidden"),e==="rate"&&this._color(),e==="density"&&this._bin(),e==="parcels"&&[this._table,this._note].forEach(
n=>n.remove())},_color:function(){let{ramp:t,words:e}=this._data,{categories:n,groups:s}=this._legend;this._rates=No(this.
_map,s.column,n);let o=[],i=({share:c})=>Number(F(c*100,1)),r=[...this._rates.values()].filter(({share:c})=>Number.isFinite(
c)).map(i),a=Bo(r,t.length),l=Vo(t,a.length+1);this._colored=this._lands(),this._colored.forEach(({name:c,polygon:h,node:f})=>{
let u=this._rates.get(c),p=u&&Number.isFinite(u.share);if(h){let m=p?l[Pn(a,i(u))]:"#ffffff";h.setStyle({fillColor:m,fillOpacity:Zo}),
h.getElement()&&h.getElement().classList.add("lb-rated")}o.push([f,p?F(u.share*100,1)+"%":""])}),o.forEach(([c,h])=>c&&c.
appendChild(d("span","lb-rate",h&&" "+h))),this._map.fire("lbnames"),this._say(e.rateTitle,l.map((c,h)=>({color:c,label:Sl(
a,h,e,"%")})),e.closer)},_uncolor:function(){(this._colored||[]).forEach(function({polygon:t,node:e,fill:n}){t&&(t.setStyle(
{fillColor:"#ffffff",fillOpacity:n}),t.getElement()&&t.getElement().classList.remove("lb-rated")),e&&e.querySelectorAll(
".lb-rate").forEach(s=>s.remove())}),this._colored=[],this._map.fire("lbnames")},_bin:function(){let t=this._map,{words:e,
ramp:n}=this._data;this._width=Wo*this._unit();let s=Tn(t);this._hexagons=Fo(s,this._width,this._kept("grid",s,()=>Mn(s,
this._width))),this._breaks=jo(this._hexagons.map(({count:i})=>i),n.length),this._colors=Vo(n,this._breaks.length+1);let o=Wo*
st(t.getCenter().lat,t.getZoom())/1e3;this._say(e.densityTitle,this._colors.map((i,r)=>({color:i,label:Ml(this._breaks,r,
e)})),e.wide.replace("{km}",Number(o.toPrecision(2)))),this._frame?this._frame.refresh():(this._frame=new ze((i,r)=>this.
_steps(i,r),{pane:Ho}).addTo(t),this._frame.landbasePaint=(i,r)=>this._paint(i,r))},*_steps(t,e){let[n,s,o,i]=e.box,r=this.
_width,a=this._hexagons.filter(({x:l,y:c})=>l>=n-r&&l<=o+r&&c>=s-r&&c<=i+r);yield,this._draw(t,a,(l,c)=>[l*e.times-e.left,
-c*e.times-e.top],e.times)},_paint:function(t,e){let n=1/e.unit;this._draw(t,this._hexagons,(s,o)=>[s*n+e.world/2-e.left,
e.world/2-o*n-e.top],n)},_draw:function(t,e,n,s){let o=this._width*s;t.globalAlpha=Zo,t.strokeStyle="#ffffff",t.lineWidth=
1,e.forEach(({x:i,y:r,count:a})=>{let[l,c]=n(i,r);t.fillStyle=this._colors[Pn(this._breaks,a)],t.beginPath(),Ro.forEach(
([h,f])=>t.lineTo(l+h*o,c+f*o)),t.closePath(),t.fill(),t.stroke()}),t.globalAlpha=1},_say:function(t,e,n){let s=d("tbody");
e.forEach(function({label:o,color:i}){s.appendChild(d("tr")).appendChild(d("th")).append(W({color:i}),o)}),A(this._table,
d("caption","",t),s),this._note.textContent=n,this._box.prepend(this._table,this._note)},hidesParcels:function(){return this.
_shown!=="parcels"},plainly:function(t){let e=this._shown;if(e==="parcels")return t();this._shown="parcels",e==="rate"&&
this._uncolor(),[this._table,this._note].forEach(n=>n.remove());try{return t()}finally{this._shown=e,this._box.prepend(this.
_table,this._note),e==="rate"&&this._color()}},_at:function(t){let e=this._map,n=this._data.words,s=this._legend.units.mu,
o=a=>F(a*s.times/s.by,2);if(this._shown==="density"){let[a,l]=E.units(t),c=this._hexagons.reduce((u,p)=>{let m=(p.x-a)**
2+(p.y-l)**2;return m<u.away?{away:m,one:p}:u},{away:(this._width/2)**2*1.2,one:null}).one;if(!c)return null;let[h,f]=E.
lonLat(c.x,c.y);return{text:n.oneHexagon.replace("{n}",c.count.toLocaleString("en-US")).replace("{mu}",o(c.m2)),go:()=>e.
setView([f,h],e.getZoom()+Al,{animate:!1})}}let i=(this._colored||[]).find(({polygon:a})=>a&&Pl(a,t)),r=i&&this._rates.get(
i.name);return i?{text:!r||!Number.isFinite(r.share)?i.name+N("",n.noRate):n.oneRate.replace("{banner}",i.name).replace(
"{rate}",F(r.share*100,1)+"%").replace("{done}",o(r.done)).replace("{mu}",o(r.m2)),go:()=>Bt(e,i.polygon.getBounds())}:null},
_point:function(t){let e=this._map;if(this._shown==="parcels"||e.landbaseBusy||e.dragging.moving())return;let n=this._at(
t.latlng);if(this._leave(),!!n){if(t.type==="click"){n.go();return}e.getContainer().style.cursor="pointer",this._tip=L.tooltip(
{className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(t.latlng).setContent(d("div","",n.text)).addTo(
e)}},_leave:function(){this._tip&&(this._tip.remove(),this._tip=null,this._map.getContainer().style.cursor="")}}),Vo=(t,e)=>[
...Array(e).keys()].map(n=>t[e>1?Math.round(n*(t.length-1)/(e-1)):0]);function Sl(t,e,n,s){return t.length?e===0?n.below.
replace("{high}",t[0]+s):e===t.length?n.above.replace("{low}",t[e-1]+s):n.between.replace("{low}",t[e-1]).replace("{high\
}",t[e]+s):n.above.replace("{low}",0+s)}function Ml(t,e,n){let s=r=>r.toLocaleString("en-US"),o=e?t[e-1]:1;if(e===t.length)
return n.above.replace("{low}",s(o));let i=t[e]-1;return o===i?s(o):n.between.replace("{low}",s(o)).replace("{high}",s(i))}
function Pl(t,{lat:e,lng:n}){let s=!1;return t.getBounds().contains([e,n])?(t.getLatLngs().flat().forEach(function(o){o.
forEach(function(i,r){let a=o[(r||o.length)-1];i.lat>e!=a.lat>e&&n<(a.lng-i.lng)*(e-i.lat)/(a.lat-i.lat)+i.lng&&(s=!s)})}),
s):!1}var Go=(t,e,n)=>t.landbaseOverview=new Ol(t,e,n);var Nn=8,Tl=3,Nl=2,Il=/(^|_)(id|no)$/,zl=420,Dl=17,Fl=t=>pn(Y(t));function Rl(t,e,n){let s=new Uint8Array(t.count),o=un(
n),i=t.columns.filter((r,a)=>a===0||e.includes(r.name));return i.forEach(r=>St(t,r,Y,n,s,3,2)),/\d/.test(o)&&i.filter(r=>Il.
test(r.name)).forEach(r=>St(t,r,un,o,s,2,1)),new RegExp("\\p{Script=Han}","u").test(n)||i.forEach(r=>St(t,r,Fl,n,s,1,1)),
s}function In(t,e,n){let s=Y(e.trim()).replace(/\0/g," "),o=[[],[],[],[],[],[],[]];return s?(P(t).forEach(function(i){let r=i.
store,a=Rl(r,n,s),l=t.hasLayer(i);for(let c=0;c<r.count&&o[6].length<Nn;c++){if(!a[c])continue;let h=l?r.shown[c]?"":"fi\
lter":"layer",f=o[a[c]+(h?0:3)];f.length<Nn&&f.push({layer:i,row:c,hidden:h})}}),o.reverse().reduce((i,r)=>i.concat(r)).
slice(0,Nn)):[]}function jl(t,e){let n=Y(e.trim());if(n.length<Nl)return[];let s=[],o=[];return t.values().forEach(function(i){
let r=Y(i.text);r.startsWith(n)||pn(r).startsWith(n)?s.push(i):r.includes(n)&&o.push(i)}),[...s,...o].slice(0,Tl)}function zn(t,e,n){
let s=e.store,o=4*n,i=s.boxes;if(s.polygons[n]===s.polygons[n+1]){e.showCard(t,n,t.getCenter());return}let r=[[o,o+1],[o+
2,o+3]].map(function([c,h]){let[f,u]=E.lonLat(i[c],i[h]);return[u,f]}),a=L.latLngBounds(r),l=Math.min(zl,t.getSize().y*.55);
t.fitBounds(a,{maxZoom:Dl,animate:!1,paddingTopLeft:[Rt(t),l],paddingBottomRight:[Q(t),gt(t)]}),e.showCard(t,n,L.latLng(
a.getNorth(),a.getCenter().lng))}var Bl=L.Control.extend({options:{position:"topleft"},initialize:function(t,e){this.words=
t,this.names=e,this._found=[],this._at=-1},onAdd:function(t){this._map=t;let e=d("div","lb-search leaflet-control"),n=this.
_input=e.appendChild(d("input","lb-input"));n.type="search",n.placeholder=n.title=this.words.hint;let s=this._list=e.appendChild(
d("ul","lb-results"));return s.id="lb-results",s.hidden=!0,s.setAttribute("role","listbox"),Object.entries({role:"combob\
ox","aria-label":this.words.search,"aria-expanded":"false","aria-controls":s.id,"aria-autocomplete":"list",autocomplete:"\
off"}).forEach(([o,i])=>n.setAttribute(o,i)),s.setAttribute("aria-label",this.words.found),n.addEventListener("input",()=>this.
_search()),n.addEventListener("keydown",o=>this._key(o)),n.addEventListener("blur",()=>this._close()),L.DomEvent.disableClickPropagation(
e),L.DomEvent.disableScrollPropagation(e),e},_search:function(){let t=this._map,e=this._input.value,n=t.landbaseFilters,
s=Js(e,yn(t.getCenter().lng));this._found=[...s?[this._spot(s)]:[],...(n?jl(n,e):[]).map(i=>this._value(i)),...In(t,e,this.
names).map(i=>this._parcel(i))],this._at=this._found.length?0:-1;let o=this._found.map((i,r)=>this._line(i,r));if(!o.length&&
e.trim()){let i=d("li","lb-none",this.words.none);i.setAttribute("role","option"),i.setAttribute("aria-disabled","true"),
o.push(i)}A(this._list,...o),this._list.hidden=!o.length,this._input.setAttribute("aria-expanded",String(o.length>0)),this.
_mark()},_spot:function({place:t,zone:e}){let n=this.words;return{title:n.goTo+" "+ke(t),note:e===null?n.cgcs2000:n.ofZone.
replace("{zone}",e),go:()=>mo(this._map,t)}},_value:function({name:t,column:e,label:n,text:s}){let o=this.words,i=this._map.
landbaseFilters.count(t,n);return{title:s,note:o.filterBy.replace("{column}",e).replace("{count}",i.toLocaleString("en-U\
S")),go:()=>{this._map.landbaseFilters.only(t,n),oe(this._map)}}},_parcel:function({layer:t,row:e,hidden:n}){let s=t.store,
o=this.words,i=s.columns.slice(0,3).map((r,a)=>s.text(a,e));return{title:i[0]||t.options.untitled,note:i.slice(1).filter(
Boolean).join(" · "),hidden:n?o[n==="layer"?"hiddenLayer":"hiddenFilter"]:"",go:()=>{this._map.hasLayer(t)||this._map.addLayer(
t),!s.shown[e]&&this._map.landbaseFilters&&this._map.landbaseFilters.clear(),zn(this._map,t,e)}}},_line:function(t,e){let n=d(
"li");return n.id="lb-result-"+e,n.setAttribute("role","option"),n.appendChild(d("b","",t.title)),n.appendChild(d("span",
"",t.note)),t.hidden&&n.appendChild(d("em","lb-hidden-by",t.hidden)),n.addEventListener("mousedown",s=>s.preventDefault()),
n.addEventListener("click",()=>this._go(e)),n},_key:function(t){t.key==="ArrowDown"&&!this._found.length&&this._search();
let e=this._found.length;if(t.key==="Escape")this._close();else if(t.key==="Enter"&&this._at>=0)this._go(this._at);else if(t.
key==="ArrowDown"&&e)this._at=(this._at+1)%e;else if(t.key==="ArrowUp"&&e)this._at=(this._at+e-1)%e;else return;t.preventDefault(),
t.stopPropagation(),this._mark()},_mark:function(){[...this._list.querySelectorAll("[role=option]")].forEach((e,n)=>e.setAttribute(
"aria-selected",String(n===this._at))),this._at>=0?this._input.setAttribute("aria-activedescendant","lb-result-"+this._at):
this._input.removeAttribute("aria-activedescendant")},_go:function(t){let e=this._found[t];this._close(),e.go()},_close:function(){
this._found=[],this._at=-1,this._list.hidden=!0,this._input.setAttribute("aria-expanded","false"),this._mark()}}),Ko=(t,e,n)=>new Bl(
e,n).addTo(t);var Ul=(t,e)=>t==="disposal_type"?e.undecided:e.missing;function $o(){let t=M("filter");if(!t)return ct();try{return Po(
JSON.parse(t))}catch{return ct()}}var Jo=t=>JSON.stringify(Object.assign({},t,{columns:Object.keys(t.columns).length?t.columns:
void 0}));function ql(t){let e=Jo(t);I("filter",e===Jo(ct())?"":e)}function Wl(t){let e=[...t.found].filter(n=>!t.order.
includes(n)).sort();return[...t.order.filter(n=>t.found.has(n)),...e]}function Hl(t,e,n){let s=new Map,o=function(r,a,l,c){
let h=s.get(r)||{label:a,order:l,found:new Set};c.forEach(f=>h.found.add(f)),s.set(r,h)};P(t).forEach(function({store:r}){
if(r.place){let a=new Set(r.place);o("place",e.place,r.header.places,r.header.places.filter((l,c)=>a.has(c)))}r.columns.
filter(a=>a.choices).forEach(function(a){let l=a.name==="banner"&&r.place;o(a.name,l?e.declaredBanner:a.label,a.choices,
a.words)}),r.columns.filter(a=>a.days&&a.words).forEach(function({name:a,label:l,words:c}){o(a+":year",e.year.replace("{\
column}",l),[],c.map(h=>h.slice(0,4)))})});let i=P(t).flatMap(({store:r})=>xo(r));if(i.length&&(o("disposal_month",e.disposedMonth,
[],i),s.get("disposal_month").names=new Map(i.map(r=>[r,e.disposedIn.replace("{month}",r)]))),!s.has(n.column)){let r=n.
lines.map(a=>String(a.position));o("class",n.title,r,r),s.get("class").names=new Map(n.lines.map(a=>[String(a.position),
a.label]))}return s.forEach(r=>r.labels=Wl(r)),s}var Zl=L.Control.extend({options:{position:"topleft"},initialize:function(t,e,n){
this.words=t,this.legend=e,this.changed=n,this.state=ct()},onAdd:function(t){this._map=t;let e=d("section","lb-filters l\
eaflet-control"),n=d("button","lb-button",this.words.filter);n.type="button",n.setAttribute("aria-expanded","false"),this.
_form=d("form","lb-panel lb-filter-form"),this._form.hidden=!0,this._form.addEventListener("submit",i=>i.preventDefault());
let s=i=>{this._form.hidden=i,n.setAttribute("aria-expanded",String(!i))};this._button=n,n.addEventListener("click",()=>s(
!this._form.hidden)),e.addEventListener("keydown",i=>{i.key!=="Escape"||this._form.hidden||(s(!0),n.focus(),i.stopPropagation())}),
this._chips=d("div","lb-chips"),this._chips.setAttribute("aria-live","polite");let o=d("div","lb-filter-line");return o.
append(n,this._chips),e.append(o,this._form),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),
window.addEventListener("hashchange",()=>this._columns&&this.set($o())),e},start:function(){this._columns=Hl(this._map,this.
words,this.legend),this._dated=P(this._map).some(t=>t.store.due),this._build(),this.set($o())},set:function(t){this.state=
this._known(t),this.apply(),this._fill(),this._showChips(),this.changed()},only:function(t,e){this._change({choices:Object.
assign({},this.state.choices,{[t]:[e]})})},more:function(t,e){this._choose(t,e,!(this.state.choices[t]||[]).includes(e))},
clear:function(){this._change(ct())},ready:function(){return!!this._columns},has:function(t){return this._columns.has(t)},
labels:function(t){return this._columns.get(t).labels},chosen:function(t){return this.state.choices[t]||[]},values:function(){
let t=[];return this._columns.forEach((e,n)=>n!=="disposal_month"&&e.labels.filter(Boolean).forEach(s=>t.push({name:n,column:e.
label,label:s,text:this.textOf(n,s)}))),t},textOf:function(t,e){let{names:n}=this._columns.get(t);return n&&n.get(e)||e||
Ul(t,this.words)},count:function(t,e){let n=0;return P(this._map).forEach(function({store:s}){let o=An(s,t),i=o?o.words.
map(r=>r===e):[];for(let r=0;o&&r<s.count;r++)n+=i[o.values[r]]?1:0}),n},_known:function(t){let e={};Object.entries(t.choices).
forEach(([s,o])=>{let i=this._columns.get(s),r=i?o.filter(a=>i.labels.includes(a)):[];r.length&&(e[s]=r)});let n=this._own.
known(t.columns);return Object.assign({},t,{choices:e,columns:n,overdue:t.overdue&&this._dated})},apply:function(){Mo(this.
_map,this.state)},follow:function(){this._overdue&&(this._overdue.text.textContent=this._overdueText()),this.state.overdue&&
this._showChips(),this.changed()},_overdueText:function(){return this.words.overdue.replace("{day}",$(kt(this._map),this.
words.date))},_change:function(t){let e=Object.assign({},this.state,t);ql(e),this.set(e)},_build:function(){let t=this.words,
e=this._form;A(e),this._text=e.appendChild(d("input","lb-input")),this._text.type="search",this._text.placeholder=t.text,
this._text.setAttribute("aria-label",t.text);let n=null;this._text.addEventListener("input",()=>{clearTimeout(n),n=setTimeout(
()=>this._change({text:this._text.value}),150)});let s=e.appendChild(d("div","lb-ends"));s.appendChild(d("span","",t.area)),
this._ends=["least","most"].map(o=>{let i=s.appendChild(d("input","lb-input"));return i.type="number",i.min="0",i.step="\
any",i.placeholder=t[o],i.setAttribute("aria-label",t.area+" "+t[o]),i.addEventListener("change",()=>this._change({[o]:i.
value===""?null:Number(i.value)})),i}),this._dated&&(this._overdue=this._check(e,()=>this._change({overdue:this._overdue.
box.checked}))),this._own=new Ne(this._map,t,o=>this._change({columns:o})),e.appendChild(this._own.box),this._boxes=[],this.
_columns.forEach((o,i)=>{let r=e.appendChild(d("details"));r.appendChild(d("summary","",o.label)),o.labels.forEach(a=>{let{
box:l,text:c}=this._check(r,()=>this._choose(i,a,l.checked));c.textContent=this.textOf(i,a),this._boxes.push({box:l,name:i,
label:a,fold:r})})})},_check:function(t,e){let n=t.appendChild(d("label")),s=n.appendChild(d("input"));return s.type="ch\
eckbox",s.addEventListener("change",e),{box:s,text:n.appendChild(d("span"))}},_choose:function(t,e,n){let s=Object.assign(
{},this.state.choices),o=(s[t]||[]).filter(i=>i!==e);s[t]=n?[...o,e]:o,s[t].length||delete s[t],this._change({choices:s})},
_fill:function(){let t=this.state;this._text.value!==t.text&&(this._text.value=t.text),this._own.fill(t.columns),this._ends[0].
value=t.least===null?"":t.least,this._ends[1].value=t.most===null?"":t.most,this._overdue&&(this._overdue.box.checked=t.
overdue,this._overdue.text.textContent=this._overdueText()),this._boxes.forEach(function(e){e.box.checked=(t.choices[e.name]||
[]).includes(e.label),e.box.checked&&(e.fold.open=!0)})},_showChips:function(){let t=this.words,e=this.state,n=[],s=(i,r)=>n.
push({text:i,off:r});e.text.trim()&&s("“"+e.text.trim()+"”",()=>this._change({text:""})),e.least!==null&&s("≥ "+N(
e.least,t.mu),()=>this._change({least:null})),e.most!==null&&s("≤ "+N(e.most,t.mu),()=>this._change({most:null})),this.
_own.chips().forEach(({text:i,off:r})=>s(i,r)),e.overdue&&s(this._overdueText(),()=>this._change({overdue:!1})),Object.entries(
e.choices).forEach(([i,r])=>r.forEach(a=>s(this.textOf(i,a),()=>this._choose(i,a,!1)))),n.length>1&&s(t.clear,()=>this._change(
ct()));let o=this._chips.contains(document.activeElement);A(this._chips,...n.map(function(i){let r=d("button","lb-chip",
i.text);return r.type="button",i.text!==t.clear&&(r.dataset.filter=""),r.setAttribute("aria-label",t.remove+" "+i.text),
r.addEventListener("click",i.off),r})),o&&(this._chips.querySelector("button")||this._button).focus()}});function Yo(t,e){
Ot(t,e.layers),t.landbaseAsOf=it(e.asOf);let n=Pe(t,e.legend);t.landbaseLegend=e.legend;let s=function(){n.update(),t.fire(
"lbchanged")};Ko(t,e.words,e.searched);let o=Ao(t,e.charts,e.legend);Go(t,e.overview,n),o&&n.getContainer().querySelector(
".lb-how").before(o);let i=t.landbaseFilters=new Zl(e.words,e.legend,s).addTo(t);return t.on("overlayadd overlayremove",
s),t.on("lbready",i.start,i),t.on("lbday",i.follow,i),i}function De(t,e,{told:n,stop:s={}}={}){let o;try{o=new Worker(URL.createObjectURL(new Blob(['(()=>{function X(e){if(Uint\
8Array.fromBase64)return Uint8Array.fromBase64(e);let t=atob(e),n=new Uint8Array(t.length);for(let o=0;o<n.length;o++)n[\
o]=t.charCodeAt(o);return n}async function J(e){let t=new Response(e).body.pipeThrough(new DecompressionStream("gzip"));\
return new Uint8Array(await new Response(t).arrayBuffer())}function vt(e){let t=new DataView(e.buffer).getUint32(0,!0),n\
=JSON.parse(new TextDecoder().decode(e.subarray(4,4+t))),o={},i=4+t;return n.sections.forEach(function(r){o[r[0]]=e.suba\
rray(i,i+r[1]),i+=r[1]}),{header:n,sections:o,numbers:function(r,l,a){let f=o[r],c=new a(l),u=0;for(let m=0;m<l;m++){let\
 y=0,g=0,x=0;do x=f[u++],y|=(x&127)<<g,g+=7;while(x&128);c[m]=y>>>0}return c}}}function W(e){let{header:t,sections:n,num\
bers:o}=vt(e),i=function(p,h){let d=o(p,h,Uint32Array),w=new Uint32Array(h+1);for(let A=0;A<h;A++)w[A+1]=w[A]+d[A];retur\
n w},s=t.count,r=i("polygons",s),l=i("rings",r[s]),a=i("vertices",l[l.length-1]),f=a[a.length-1],c=o("xy",2*f,Uint32Arra\
y),u=new Int32Array(2*f),m=1e7/t.scale,y=Math.PI/180/t.scale,g=0,x=0;for(let p=0;p<2*f;p+=2){g+=c[p]>>>1^-(c[p]&1),x+=c[\
p+1]>>>1^-(c[p+1]&1),u[p]=Math.round(g*m);let h=Math.sin(x*y);u[p+1]=Math.round(Math.log((1+h)/(1-h))/2*180/Math.PI*1e7)\
}let v=new Int32Array(4*s);for(let p=0;p<s;p++){let h=2*a[l[r[p+1]]],d=2147483647,w=2147483647,A=-2147483648,E=-21474836\
48;for(let b=2*a[l[r[p]]];b<h;b+=2)u[b]<d&&(d=u[b]),u[b]>A&&(A=u[b]),u[b+1]<w&&(w=u[b+1]),u[b+1]>E&&(E=u[b+1]);v.set([d,\
w,A,E],4*p)}let K=(p,h,d)=>p.map(function(w,A){if(w.words)return Object.assign({},w,{values:o(h+A,d,Uint32Array)});let E\
=n[h+A].slice(),b=new Uint32Array(d+1);for(let C=0,At=1;C<E.length;C++)E[C]===0&&(b[At++]=C+1);return b[d]=E.length+1,Ob\
ject.assign({},w,{texts:E,begins:b})}),Y=function(p,h){let d=o(p,h,Int32Array);for(let w=0;w<h;w++)d[w]=d[w]?d[w]-1+t.du\
e:2147483647;return d},H=t.due!==void 0,xt=function(p){let h=p.count;return{firsts:i("events",s),days:o("event_day",h,In\
t32Array),flags:o("event_flags",h,Uint8Array),states:p.states.map(d=>o("event_state"+d,h,Uint32Array)),position:p.colore\
d?o("event_position",h,Uint8Array):null,due:H?Y("event_due",h):null,done:n.event_done?o("event_done",h,Uint8Array):null,\
disposals:t.disposals===void 0?null:wt(t.disposals),columns:K(p.columns,"event_column",h)}},wt=function(p){let h=o("disp\
osal_event",p,Uint32Array);for(let d=1;d<p;d++)h[d]+=h[d-1];return{events:h,lasts:o("disposal_lasts",p,Uint32Array),m2:N\
("disposal_m2")}},N=p=>new Float64Array(n[p].slice().buffer),bt=function(p){let h=o("part_row",p.length,Uint32Array);for\
(let d=1;d<h.length;d++)h[d]+=h[d-1];return{rows:h,lines:o("part_line",h.length,Uint32Array),shares:p}};return{count:s,h\
eader:t,polygons:r,rings:l,vertices:a,xy:u,boxes:v,category:t.categories.length>1?o("category",s,Uint8Array):new Uint8Ar\
ray(s),position:o("position",s,Uint8Array),areas:N("areas"),columns:K(t.columns,"column",s),methods:t.methods.slice(1).m\
ap((p,h)=>N("areas"+(h+1))),due:H?Y("due",s):null,done:n.done?o("done",s,Uint8Array):null,place:t.places?o("place",s,Uin\
t32Array):null,parts:t.places?bt(N("part_share")):null,events:t.events?xt(t.events):null}}function P(e,t){let[n,o]=Math.\
abs(e).toExponential().split("e"),i=Math.floor(+(n+"e"+(Number(o)+t))+.5);return e<0?-i:i}function q(e,t){return(P(e,t)/\
10**t).toLocaleString("en-US",{minimumFractionDigits:t,maximumFractionDigits:t})}var I=e=>new Date(e*864e5).toISOString(\
).slice(0,10);function Q(e){let t=e.events,n=e.header.events,o=new Uint32Array(n.count),i=new Uint32Array(e.count+1),s=[\
],r=0;for(let a=0;a<e.count;a++){i[a]=r;for(let f=t.firsts[a];f<t.firsts[a+1];f++)t.days[f]+=n.start,t.flags[f]&1||(o[r+\
+]=f);r>i[a]&&s.push(a)}i[e.count]=r;let l=o.subarray(0,r);e.timeline={rows:Uint32Array.from(s),firsts:i,live:l,days:Int\
32Array.from(l,a=>t.days[a]),counted:Uint8Array.from(l,a=>t.flags[a]&12?0:1),now:new Uint32Array(e.count),before:n.state\
s.map(a=>e.columns[a].values.slice()),dueBefore:e.due&&e.due.slice(),doneBefore:e.done&&e.done.slice(),position:n.colore\
d?e.position.slice():null},Mt(e,n.on)}function Et(e,t,n){let{before:o,dueBefore:i,doneBefore:s,position:r}=e.timeline,l=\
e.events;e.header.events.states.forEach(function(a,f){let c=n<0?o[f][t]:l.states[f][n];e.columns[a].values[t]=c}),e.due&\
&(e.due[t]=n<0?i[t]:l.due[n]),e.done&&(e.done[t]=n<0?s[t]:l.done[n]),r&&(e.position[t]=n<0?r[t]:l.position[n])}function \
Mt(e,t){let{rows:n,firsts:o,live:i,days:s,now:r}=e.timeline;for(let l=0;l<n.length;l++){let a=n[l],f=o[a],c=f,u=o[a+1];f\
or(;c<u;){let m=c+u>>>1;s[m]<=t?c=m+1:u=m}c-f!==r[a]&&(r[a]=c-f,Et(e,a,c>f?i[c-1]:-1))}e.day=t}var U=16,O=class e{constr\
uctor(t){Object.assign(this,t),this.shown=new Uint8Array(this.count).fill(1),this.classes=this.header.classes,this.selec\
ted=new Uint8Array(this.count),this._decoder=new TextDecoder,this._index(),this.events&&Q(this)}static of(t){return Obje\
ct.assign(Object.create(e.prototype),t,{_decoder:new TextDecoder})}_index(){for(this._levels=[this.boxes];this._levels[t\
his._levels.length-1].length>4*U;){let t=this._levels[this._levels.length-1],n=Math.ceil(t.length/4/U),o=new Int32Array(\
4*n);for(let i=0;i<n;i++){let s=2147483647,r=2147483647,l=-2147483648,a=-2147483648,f=Math.min(t.length,4*U*(i+1));for(l\
et c=4*U*i;c<f;c+=4)t[c]<s&&(s=t[c]),t[c+1]<r&&(r=t[c+1]),t[c+2]>l&&(l=t[c+2]),t[c+3]>a&&(a=t[c+3]);o.set([s,r,l,a],4*i)\
}this._levels.push(o)}}within(t,n,o,i){let s=this._levels,r=new Uint32Array(1024),l=0,a=function(c,u,m){let y=s[c];for(l\
et g=u;g<m;g++){let x=4*g;if(!(y[x]>o||y[x+1]>i)&&!(y[x+2]<t||y[x+3]<n)){if(c>0){let v=Math.min(s[c-1].length/4,(g+1)*U)\
;a(c-1,g*U,v);continue}if(l===r.length){let v=new Uint32Array(4*l);v.set(r),r=v}r[l++]=g}}},f=s.length-1;return a(f,0,s[\
f].length/4),r.slice(0,l)}contains(t,n,o){let i=!1;for(let s=this.polygons[t];s<this.polygons[t+1];s++)for(let r=this.ri\
ngs[s];r<this.rings[s+1];r++){let l=2*this.vertices[r+1],a=l-2;for(let f=2*this.vertices[r];f<l;a=f,f+=2){let c=this.xy[\
f],u=this.xy[f+1],m=this.xy[a],y=this.xy[a+1];u>o!=y>o&&n<(m-c)*(o-u)/(y-u)+c&&(i=!i)}}return i}at(t,n,o,i){let s=o/2+i,\
r=this.boxes,l=-1,a=-1;for(let f of this.within(t-s,n-s,t+s,n+s)){if(!this.shown[f])continue;let c=4*f,u=Math.max(r[c+2]\
-r[c],r[c+3]-r[c+1])<o;if(u){if(Math.max(Math.abs(t-(r[c]+r[c+2])/2),Math.abs(n-(r[c+1]+r[c+3])/2))>s)continue}else if(!\
this.contains(f,t,n))continue;let m=u?256:this.position[f];m>=a&&([l,a]=[f,m])}return l}text(t,n){return this.textOf(thi\
s.columns[t],n)}textOf(t,n){return t.words?t.words[t.values[n]]:this._decoder.decode(t.texts.subarray(t.begins[n],t.begi\
ns[n+1]-1))}static lonLat(t,n){let o=n/1e7*(Math.PI/180);return[t/1e7,(2*Math.atan(Math.exp(o))-Math.PI/2)*(180/Math.PI)\
]}static units(t){let n=Math.sin(t.lat*Math.PI/180),o=Math.log((1+n)/(1-n))/2*(180/Math.PI);return[Math.round(t.lng*1e7)\
,Math.round(o*1e7)]}latLngs(t){let n=[];for(let o=this.polygons[t];o<this.polygons[t+1];o++){let i=[];for(let s=this.rin\
gs[o];s<this.rings[o+1];s++){let r=[];for(let l=this.vertices[s];l<this.vertices[s+1];l++){let[a,f]=e.lonLat(this.xy[2*l\
],this.xy[2*l+1]);r.push([f,a])}i.push(r)}n.push(i)}return n}area(t,n,o=this.areas){let i=this.header.units[n],s=o[t]*i.\
times/i.by;return Number.isFinite(s)?q(s,i.decimals):"—"}};var Z=1e6,tt=/^(0\\d+|\\d{16,})$/,Ot=200,nt=e=>e.reduce((t,{row\
s:n})=>t+n.length,0);function D(e,t,n){if(!Number.isFinite(e))return"";let o=t?e*t.times/t.by:e;return(P(o,n)/10**n).toF\
ixed(n)}function S(e){let t=new Map;return e.forEach(({store:n})=>n.columns.forEach(o=>t.set(o.name,o.label))),t}functio\
n R(e,t,n){let o=[...S(e).values(),t.m2,t.mu,t.ha];return n===void 0?o:[...o,t.day]}function*F(e){let t=[...S(e).keys()]\
;for(let{store:n,rows:o}of e){let i=t.map(s=>n.columns.findIndex(r=>r.name===s));for(let s of o)yield{store:n,row:s,text\
s:i.map(r=>r<0?"":n.text(r,s)),m2:n.areas[s]}}}function*It(e,t,n){yield R(e,t,n);for(let{store:o,texts:i,m2:s}of F(e)){l\
et{mu:r,ha:l}=o.header.units;i.push(D(s,null,2),D(s,r,r.decimals),D(s,l,l.decimals)),n!==void 0&&i.push(I(n)),yield i}}f\
unction Ut(e){return/^[-+]?[\\d,]+(\\.\\d+)?%?$/.test(e)&&!tt.test(e)?e:tt.test(e)?"	"+e:/^[\\s\\u0000-\\u001f]*[=+\\-@＝＋－＠|]/.\
test(e)||/^[\\t\\r\\n]/.test(e)?"\'"+e:e}function Ft(e){let t=Ut(e);return/[",\\r\\n\\t;]/.test(t)||t!==t.trim()?\'"\'+t.replace(\
/"/g,\'""\')+\'"\':t}function*B(e,t,n=""){let o=[],i=!0;for(let s of e)o.push(t(s)),!(o.length<Ot)&&(yield(i?"":n)+o.join(n)\
,[o,i]=[[],!1]);o.length&&(yield(i?"":n)+o.join(n))}var Dt=e=>e.map(Ft).join(",")+`\\r\n`;function*ot(e,t,n){yield"\\uFEFF"\
,yield*B(It(e,t,n),Dt)}var St=e=>Math.round(e*Z)/Z;function kt(e,t){let n=[];for(let o=e.vertices[t];o<e.vertices[t+1];o\
++)n.push(O.lonLat(e.xy[2*o],e.xy[2*o+1]).map(St));return[...n,n[0]]}function st(e,t){let n=[];for(let o=e.polygons[t];o\
<e.polygons[t+1];o++){let i=[];for(let s=e.rings[o];s<e.rings[o+1];s++)i.push(kt(e,s));n.push(i)}return n}function Tt(e,\
t){let n=st(e,t);return n.length?n.length===1?{type:"Polygon",coordinates:n[0]}:{type:"MultiPolygon",coordinates:n}:null\
}function*rt(e,t,n){let o=function({store:s,row:r}){let l={};return s.columns.forEach((a,f)=>l[a.name]=s.text(f,r)||null\
),l.area_m2=Number.isFinite(s.areas[r])?s.areas[r]:null,n!==void 0&&(l.as_of=I(n)),JSON.stringify({type:"Feature",proper\
ties:l,geometry:Tt(s,r)})};yield JSON.stringify({type:"FeatureCollection",note:t.note,crs:{type:"name",properties:{name:\
"urn:ogc:def:crs:EPSG::4490"}}}).slice(0,-1)+\',"features":[\',yield*B(F(e),o,","),yield"]}"}var Nt={"&":"&amp;","<":"&lt;\
",">":"&gt;",\'"\':"&quot;"},M=e=>e.replace(/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc0\
0-\\udfff])|(^|[^\\ud800-\\udbff])[\\udc00-\\udfff]/g,"$1").replace(/[&<>"]/g,t=>Nt[t]);function et(e,t){let[,n,o,i]=/^#(..)(\
..)(..)/.exec(e)||[0,"80","80","80"];return(t+i+o+n).toLowerCase()}function Ct(e,t){let n=i=>"<LinearRing><coordinates>"\
+i.map(s=>s.join(",")).join(" ")+"</coordinates></LinearRing>",o=st(e,t).map(([i,...s])=>"<Polygon><outerBoundaryIs>"+n(\
i)+"</outerBoundaryIs>"+s.map(r=>"<innerBoundaryIs>"+n(r)+"</innerBoundaryIs>").join("")+"</Polygon>");return o.length>1\
?"<MultiGeometry>"+o.join("")+"</MultiGeometry>":o.join("")}function*it(e,t,n){let o=new Map,i=[...S(e).entries()],s=fun\
ction({color:r,edge:l}){let a=r+l;return o.has(a)||o.set(a,"s"+o.size),o.get(a)};e.forEach(({store:r})=>r.classes.forEac\
h(s)),yield`<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+M(t.fil\
e)+"</name><description>"+M(t.note)+`</description>\n`;for(let[r,l]of o){let[,a,f]=/^(#......)(#......)$/.exec(r)||[0,"#8\
08080","#404040"];yield\'<Style id="\'+l+\'"><LineStyle><color>\'+et(f,"ff")+"</color><width>1.5</width></LineStyle><PolySty\
le><color>"+et(a,"b3")+`</color></PolyStyle></Style>\n`}yield*B(F(e),function({store:r,row:l,texts:a,m2:f}){let c=i.map((\
[,u],m)=>[u,a[m]]);return c.push([t.m2,D(f,null,2)],[t.mu,D(f,r.header.units.mu,2)]),n!==void 0&&c.push([t.day,I(n)]),"<\
Placemark><name>"+M(a[0]||"")+"</name><styleUrl>#"+s(r.classes[r.position[l]])+"</styleUrl><ExtendedData>"+c.map(([u,m])\
=>\'<Data name="\'+M(u)+\'"><value>\'+M(m)+"</value></Data>").join("")+"</ExtendedData>"+Ct(r,l)+`</Placemark>\n`}),yield`</D\
ocument></kml>\n`}var $=class{constructor(t){this.grains=new Float64Array(t),this.rests=new Float64Array(t)}add(t,n){let \
o=Math.round(n*1e4);this.grains[t]+=o,this.rests[t]+=n-o/1e4}at(t){return this.grains[t]/1e4+this.rests[t]}part(t=0,n=th\
is.grains.length){return Float64Array.from({length:n-t},(o,i)=>this.at(t+i))}};var ct=200;var T=`<?xml version="1.0" enc\
oding="UTF-8" standalone="yes"?>\n`,G="http://schemas.openxmlformats.org/spreadsheetml/2006/main",ft="http://schemas.open\
xmlformats.org/officeDocument/2006/relationships",ut="http://schemas.openxmlformats.org/package/2006/",at=[8,48],_={head\
:1,m2:2,ha:3,sumM2:4,sumHa:5,bold:6},L=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function k(e){return e<26?String.f\
romCharCode(65+e):k(Math.floor(e/26)-1)+k(e%26)}var $t=T+`<styleSheet xmlns="${G}"><numFmts count="2"><numFmt numFmtId="\
164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11\
"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill pat\
ternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor\
 rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellS\
tyleXfs><cellXfs count="7"><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" applyFill="1\
"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" fontId="1" app\
lyNumberFormat="1" applyFont="1"/><xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId="1" appl\
yFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,\
j=(e,t=0)=>e===""?`<c s="${t}"/>`:`<c t="inlineStr" s="${t}"><is><t xml:space="preserve">${M(e)}</t></is></c>`,_t=(e,t)=\
>Number.isFinite(e)?`<c s="${t}"><v>${e}</v></c>`:"<c/>",Lt=({mu:e,ha:t},n)=>[n,n*e.times/e.by,n*t.times/t.by];function \
jt(e,t){let n=e.map(i=>[...i].length*2),o=0;for(let{texts:i}of F(t))if(i.forEach((s,r)=>{let l=[...s].reduce((a,f)=>a+(f\
>"⺀"?2:1),0);n[r]=Math.max(n[r],l)}),++o===ct)break;return n.map((i,s)=>`<col min="${s+1}" max="${s+1}" customWidth="1" \
width="${Math.min(at[1],Math.max(at[0],i+2))}"/>`).join("")}function*Pt(e,t,n){let o=R(e,t,n),i=S(e).size,s=nt(e),r=k(o.\
length-1),l=new $(L.length);yield T+`<worksheet xmlns="${G}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" \
topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${jt(o,e)}</cols><sheetData><row\
>${o.map(u=>j(u,_.head)).join("")}</row>`;let a=[];for(let{store:u,texts:m,m2:y}of F(e)){let g=Lt(u.header.units,y);y>0&\
&g.forEach((x,v)=>l.add(v,x)),a.push("<row>",...m.map(x=>j(x)),...g.map((x,v)=>_t(x,_[L[v][0]])),n===void 0?"":j(I(n)),"\
</row>"),!(a.length<8*ct)&&(yield a.join(""),a=[])}let f=L.map((u,m)=>`<c s="${_[L[m][1]]}"><f>SUM(${k(i+m)}2:${k(i+m)}$\
{s+1})</f><v>${l.at(m)}</v></c>`),c=t.total+" "+s;yield a.join("")+"<row>"+[...Array(i).keys()].map(u=>j(u?"":c,_.bold))\
.join("")+f.join("")+`</row></sheetData><autoFilter ref="A1:${r}${s+1}"/></worksheet>`}var z=(e,t,n)=>`<Relationship Id=\
"${e}" Type="${ft}/${t}" Target="${n}"/>`,lt=e=>T+`<Relationships xmlns="${ut}relationships">${e}</Relationships>`,Rt=T+\
`<Types xmlns="${ut}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relatio\
nships+xml"/>`+[["/xl/workbook.xml","sheet.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styles.xml","styles"]]\
.map(([e,t])=>`<Override PartName="${e}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${t}+x\
ml"/>`).join("")+"</Types>";function*pt(e,t,n){let o=M(t.sheet.slice(0,31));yield["[Content_Types].xml",[Rt]],yield["_re\
ls/.rels",[lt(z("r1","officeDocument","xl/workbook.xml"))]],yield["xl/workbook.xml",[T+`<workbook xmlns="${G}" xmlns:r="\
${ft}"><sheets><sheet name="${o}" sheetId="1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[lt(\
z("r1","worksheet","worksheets/sheet1.xml")+z("r2","styles","styles.xml"))]],yield["xl/styles.xml",[$t]],yield["xl/works\
heets/sheet1.xml",Pt(e,t,n)]}function V(e){let t=e.reduce((i,[s])=>i+s,0),n=new DataView(new ArrayBuffer(t)),o=0;return \
e.forEach(function([i,s]){i===2?n.setUint16(o,s,!0):n.setUint32(o,s>>>0,!0),o+=i}),new Uint8Array(n.buffer)}async functi\
on Bt(e,t){let n=new CompressionStream("gzip"),o=n.writable.getWriter(),i=new Response(n.readable).arrayBuffer(),s=new T\
extEncoder;for(let a of e)await o.write(s.encode(a)),await t();await o.close();let r=new Uint8Array(await i),l=new DataV\
iew(r.buffer,r.length-8);return{data:r.subarray(10,r.length-8),check:l.getUint32(0,!0),size:l.getUint32(4,!0)}}async fun\
ction ht(e,t){let n=[],o=[],i=0,s=0,r=0;for(let[l,a]of e){let f=new TextEncoder().encode(l),{data:c,check:u,size:m}=awai\
t Bt(a,t),y=[[2,20],[2,2048],[2,8],[2,0],[2,33],[4,u],[4,c.length],[4,m],[2,f.length],[2,0]],g=V([[4,67324752],...y]);n.\
push(g,f,c),o.push(V([[4,33639248],[2,20],...y,[2,0],[2,0],[2,0],[4,0],[4,i]]),f),i+=g.length+f.length+c.length,r+=46+f.\
length,s+=1}return[...n,...o,V([[4,101010256],[2,0],[2,0],[2,s],[2,s],[4,r],[4,i],[2,0]])]}var mt=12,dt={csv:"text/csv;c\
harset=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml+xml",xlsx:"application/vnd.openxmlfor\
mats-officedocument.spreadsheetml.sheet"},zt={csv:ot,geojson:rt,kml:it};function Gt(e,t){return e.map(function({store:n,\
rows:o}){return{store:n instanceof O?n:O.of(n),rows:{length:o.length,*[Symbol.iterator](){for(let s of o)t.rows+=1,yield\
 s}}}})}async function yt({format:e,chosen:t,words:n,day:o},i,s={}){let r={rows:0},l=Gt(t,r),a=performance.now()+mt,f=as\
ync function(){if(!(performance.now()<a)){if(i(r.rows),await new Promise(c=>setTimeout(c,0)),s.stopped)throw new Error("\
stopped");a=performance.now()+mt}};try{if(e==="xlsx")return new Blob(await ht(pt(l,n,o),f),{type:dt.xlsx});let c=[];for(\
let u of zt[e](l,n,o))c.push(new Blob([u])),await f();return new Blob(c,{type:dt[e]})}catch(c){if(s.stopped)return null;\
throw c}}function gt(e,t=new Set){return ArrayBuffer.isView(e)?t.add(e.buffer):e&&typeof e=="object"&&Object.values(e).f\
orEach(n=>gt(n,t)),t}self.onmessage=function({data:e}){let t=n=>self.postMessage({error:String(n)});typeof e=="string"?J\
(X(e)).then(W).then(n=>self.postMessage({done:n},[...gt(n)]),t):yt(e,n=>self.postMessage({rows:n})).then(n=>self.postMes\
sage({done:n}),t)};})();\n'],{type:"text/javascript"})))}catch{return e()}return new Promise(function(i){let r=function(l){
o.terminate(),i(l)},a=()=>r(Promise.resolve().then(e));s.stop=()=>r(null),o.onmessageerror=a,o.onerror=function(l){l.preventDefault(),
a()},o.onmessage=function({data:l}){l.error?a():"done"in l?r(l.done):n(l.rows)};try{o.postMessage(t)}catch(l){throw o.terminate(),
l}})}var ti=200,ei=1048574,ae=`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
`,Fn="http://schemas.openxmlformats.org/spreadsheetml/2006/main",ni="http://schemas.openxmlformats.org/officeDocument/20\
06/relationships",si="http://schemas.openxmlformats.org/package/2006/",Xo=[8,48],Fe={head:1,m2:2,ha:3,sumM2:4,sumHa:5,bold:6},
Re=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function re(t){return t<26?String.fromCharCode(65+t):re(Math.floor(t/26)-
1)+re(t%26)}var Vl=ae+`<styleSheet xmlns="${Fn}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFm\
t numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b\
/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><pat\
ternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></f\
ill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf num\
FmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="164" applyNumberF\
ormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/>\
<xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles c\
ount="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,je=(t,e=0)=>t===""?`<c s="${e}"/>`:
`<c t="inlineStr" s="${e}"><is><t xml:space="preserve">${at(t)}</t></is></c>`,Gl=(t,e)=>Number.isFinite(t)?`<c s="${e}">\
<v>${t}</v></c>`:"<c/>",Kl=({mu:t,ha:e},n)=>[n,n*t.times/t.by,n*e.times/e.by];function $l(t,e){let n=t.map(o=>[...o].length*
2),s=0;for(let{texts:o}of Dt(e))if(o.forEach((i,r)=>{let a=[...i].reduce((l,c)=>l+(c>"⺀"?2:1),0);n[r]=Math.max(n[r],a)}),
++s===ti)break;return n.map((o,i)=>`<col min="${i+1}" max="${i+1}" customWidth="1" width="${Math.min(Xo[1],Math.max(Xo[0],
o+2))}"/>`).join("")}function*Jl(t,e,n){let s=vn(t,e,n),o=se(t).size,i=Ae(t),r=re(s.length-1),a=new B(Re.length);yield ae+
`<worksheet xmlns="${Fn}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottom\
Left" state="frozen"/></sheetView></sheetViews><cols>${$l(s,t)}</cols><sheetData><row>${s.map(f=>je(f,Fe.head)).join("")}\
</row>`;let l=[];for(let{store:f,texts:u,m2:p}of Dt(t)){let m=Kl(f.header.units,p);p>0&&m.forEach((_,g)=>a.add(g,_)),l.push(
"<row>",...u.map(_=>je(_)),...m.map((_,g)=>Gl(_,Fe[Re[g][0]])),n===void 0?"":je(D(n)),"</row>"),!(l.length<8*ti)&&(yield l.
join(""),l=[])}let c=Re.map((f,u)=>`<c s="${Fe[Re[u][1]]}"><f>SUM(${re(o+u)}2:${re(o+u)}${i+1})</f><v>${a.at(u)}</v></c>`),
h=e.total+" "+i;yield l.join("")+"<row>"+[...Array(o).keys()].map(f=>je(f?"":h,Fe.bold)).join("")+c.join("")+`</row></sh\
eetData><autoFilter ref="A1:${r}${i+1}"/></worksheet>`}var Dn=(t,e,n)=>`<Relationship Id="${t}" Type="${ni}/${e}" Target\
="${n}"/>`,Qo=t=>ae+`<Relationships xmlns="${si}relationships">${t}</Relationships>`,Yl=ae+`<Types xmlns="${si}content-t\
ypes"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+[["/xl/workboo\
k.xml","sheet.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styles.xml","styles"]].map(([t,e])=>`<Override Part\
Name="${t}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${e}+xml"/>`).join("")+"</Types>";function*oi(t,e,n){
let s=at(e.sheet.slice(0,31));yield["[Content_Types].xml",[Yl]],yield["_rels/.rels",[Qo(Dn("r1","officeDocument","xl/wor\
kbook.xml"))]],yield["xl/workbook.xml",[ae+`<workbook xmlns="${Fn}" xmlns:r="${ni}"><sheets><sheet name="${s}" sheetId="\
1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[Qo(Dn("r1","worksheet","worksheets/sheet1.xml")+
Dn("r2","styles","styles.xml"))]],yield["xl/styles.xml",[Vl]],yield["xl/worksheets/sheet1.xml",Jl(t,e,n)]}function Rn(t){let e=t.reduce((o,[i])=>o+i,0),n=new DataView(new ArrayBuffer(e)),s=0;return t.forEach(function([o,i]){o===
2?n.setUint16(s,i,!0):n.setUint32(s,i>>>0,!0),s+=o}),new Uint8Array(n.buffer)}async function Xl(t,e){let n=new CompressionStream(
"gzip"),s=n.writable.getWriter(),o=new Response(n.readable).arrayBuffer(),i=new TextEncoder;for(let l of t)await s.write(
i.encode(l)),await e();await s.close();let r=new Uint8Array(await o),a=new DataView(r.buffer,r.length-8);return{data:r.subarray(
10,r.length-8),check:a.getUint32(0,!0),size:a.getUint32(4,!0)}}async function ii(t,e){let n=[],s=[],o=0,i=0,r=0;for(let[
a,l]of t){let c=new TextEncoder().encode(a),{data:h,check:f,size:u}=await Xl(l,e),p=[[2,20],[2,2048],[2,8],[2,0],[2,33],
[4,f],[4,h.length],[4,u],[2,c.length],[2,0]],m=Rn([[4,67324752],...p]);n.push(m,c,h),s.push(Rn([[4,33639248],[2,20],...p,
[2,0],[2,0],[2,0],[4,0],[4,o]]),c),o+=m.length+c.length+h.length,r+=46+c.length,i+=1}return[...n,...s,Rn([[4,101010256],
[2,0],[2,0],[2,i],[2,i],[4,r],[4,o],[2,0]])]}var ri=12,ai={csv:"text/csv;charset=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml+xml",xlsx:"\
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},Ql={csv:eo,geojson:no,kml:so};function tc(t,e){return t.
map(function({store:n,rows:s}){return{store:n instanceof E?n:E.of(n),rows:{length:s.length,*[Symbol.iterator](){for(let i of s)
e.rows+=1,yield i}}}})}async function li({format:t,chosen:e,words:n,day:s},o,i={}){let r={rows:0},a=tc(e,r),l=performance.
now()+ri,c=async function(){if(!(performance.now()<l)){if(o(r.rows),await new Promise(h=>setTimeout(h,0)),i.stopped)throw new Error(
"stopped");l=performance.now()+ri}};try{if(t==="xlsx")return new Blob(await ii(oi(a,n,s),c),{type:ai.xlsx});let h=[];for(let f of Ql[t](
a,n,s))h.push(new Blob([f])),await c();return new Blob(h,{type:ai[t]})}catch(h){if(i.stopped)return null;throw h}}var ec={xlsx:"Excel",csv:"CSV",geojson:"GeoJSON",kml:"KML"},nc=1e5,sc=400,oc=/[<>:"/\\|?*\u0000-\u001f]/g;function le(t,e){
let n=d("a");n.href=URL.createObjectURL(e),n.download=t.replace(oc,"_"),document.body.appendChild(n),n.click(),n.remove(),
setTimeout(()=>URL.revokeObjectURL(n.href),6e4)}var Be=()=>Object.entries(ec).filter(([t])=>t!=="xlsx"||typeof CompressionStream<
"u");function ic({store:t,rows:e}){let{header:n,classes:s,position:o,polygons:i,rings:r,vertices:a,xy:l,areas:c,columns:h}=t;
return{rows:e,store:{header:n,classes:s,position:o,polygons:i,rings:r,vertices:a,xy:l,areas:c,columns:h.map(({name:f,label:u,
words:p,values:m,texts:_,begins:g})=>({name:f,label:u,words:p,values:m,texts:_,begins:g}))}}}function rc(t,e,n){let s=()=>li(
t,e,n);return t.chosen.length===0?s():De(Object.assign({},t,{chosen:t.chosen.map(ic)}),s,{told:e,stop:n})}function ac(t,e,n){
let s=d("div","lb-message lb-progress"),o=s.appendChild(d("p")),i=s.appendChild(d("progress")),r=s.appendChild(d("div","\
lb-measure-buttons"));s.setAttribute("role","alertdialog"),s.setAttribute("aria-label",e.exporting),i.max=1,i.setAttribute(
"aria-label",e.exporting),L.DomEvent.disableClickPropagation(s);let a=()=>t.getContainer().appendChild(s);return{show:a,
close:()=>s.remove(),tell:function(l,c){let h=Math.min(l,c);i.value=h/c,o.textContent=e.exported.replace("{n}",h.toLocaleString(
"en-US")).replace("{all}",c.toLocaleString("en-US"))},cancel:r.appendChild(w(e.cancel,"lb-plain",()=>n())),ask:l=>new Promise(
function(c){i.hidden=!0,o.textContent=e.many.replace("{n}",l.toLocaleString("en-US"));let h=r.insertBefore(w(e.goOn,"lb-\
plain",()=>c(!0)),r.firstChild);s.landbaseAnswer=c,a(),h.focus()}).then(function(c){return i.hidden=!1,r.firstChild.remove(),
c}),answer:l=>s.landbaseAnswer&&s.landbaseAnswer(l)}}async function Ue(t,e,n,s,o){let i={stopped:!1,stop:null},r=Ae(n),a=ac(
t,s,function(){i.stopped=!0,a.answer(!1),i.stop&&i.stop()});if(e==="xlsx"&&r>ei)return U(t,s.tooMany);if(r>nc&&!await a.
ask(r))return a.close();a.tell(0,r);let l=setTimeout(a.show,sc);try{let c=await rc({format:e,chosen:n,words:s,day:o},h=>a.
tell(h,r),i);c&&le(s.file+(o===void 0?"":"_"+D(o))+"."+e,c)}catch(c){U(t,s.unsaved+" ("+c.message+")")}return clearTimeout(
l),a.close()}async function qt(t){try{return await navigator.clipboard.writeText(t),!0}catch{let n=document.body.appendChild(
d("textarea","lb-aside"));n.value=t,n.select();let s=document.execCommand("copy");return n.remove(),s}}var lc=90,cc=60,jn=1,hc=2,dc=4,fc=["disposal_type","status"],uc=["area_m2","document","by"];function pc(t,e){let n=d("dl",
"lb-methods");return t.header.methods.forEach(function(s,o){let i=o?t.methods[o-1]:t.areas;n.appendChild(d("dt","",s)),[
"mu","ha"].forEach(function(r){let a=t.area(e,r,i),l=n.appendChild(d("dd","",a));a!=="—"&&l.appendChild(d("span","",N(
"",t.header.units[r].label)))})}),n}var Bn=(t,e)=>d("span","lb-tag "+t,e);function mc(t,e){let n=new Map;return t.events.
columns.forEach(function(s){let o=t.textOf(s,e);o&&n.set(s.name,{label:s.label,text:o})}),n}function _c(t,e,n){let s=t.events.
flags[e],o=d("li","lb-event"),i=t.events.days[e]>t.day;s&jn?o.classList.add("lb-corrected"):i&&o.classList.add("lb-not-y\
et");let r=mc(t,e),a=function(u){let p=r.get(u);return r.delete(u),p?p.text:""},l=o.appendChild(d("div","lb-event-head"));
if(t.header.events.dated){let u=D(t.events.days[e]),p=l.appendChild(d("time","",u));p.dateTime=u}fc.map(a).forEach((u,p)=>u&&
l.appendChild(d(p?"span":"b","lb-said",u))),s&jn&&l.appendChild(Bn("lb-tag-off",n.corrected)),s&hc&&l.appendChild(Bn("",
n.correction)),i&&!(s&jn)&&l.appendChild(Bn("lb-tag-later",n.later));let c=t.header.units.mu.label,h=uc.map(u=>[u,a(u)]).
filter(u=>u[1]).map(([u,p])=>u==="area_m2"?N(p,c):p);h.length&&o.appendChild(d("div","lb-event-line",h.join(" · ")));let f=a(
"reason");return f&&o.appendChild(d("div","lb-event-line",f)),r.forEach(function({label:u,text:p}){let m=o.appendChild(d(
"div","lb-event-line"));m.appendChild(d("span","lb-card-label",u+" ")),m.appendChild(d("span","",p))}),o}function gc(t,e,n){
let s=d("section","lb-decisions"),o=[];for(let a=t.events.firsts[e+1]-1;a>=t.events.firsts[e];a--)t.events.flags[a]&dc||
o.push(a);let i=n.decisions+(o.length?" ("+o.length+")":"");if(s.appendChild(d("h2","lb-panel-title",i)),!o.length)return s.
appendChild(d("p","lb-none",n.undecided)),s;let r=s.appendChild(d("ol","lb-events"));return r.tabIndex=0,r.setAttribute(
"aria-label",n.decisions),o.forEach(a=>r.appendChild(_c(t,a,n))),s}function bc(t,e,n){let s=w(n.pointsCopy,"lb-small lb-\
choose",async function(){let o=await qt(ro(t,e,Object.assign({},n,{points:n.points.split("|")})));s.textContent=o?n.copied:
n.copyFailed,setTimeout(()=>s.textContent=n.pointsCopy,2e3)});return s}function Un({store:t,options:e},n){let s=bt(t,e,n,
e.card);return t.header.methods.length&&s.querySelector(".lb-card-area").replaceWith(pc(t,n)),t.events&&s.appendChild(gc(
t,n,e.words)),s}function ci(t,e,n,s){let{store:o,options:i}=e,r=Un(e,n);i.words.pointsCopy&&o.polygons[n]<o.polygons[n+1]&&
r.appendChild(bc(o,n,i.words));let a=t.landbaseSelection&&t.landbaseSelection.button(e,n);return a&&r.appendChild(a),t.landbaseNotepad&&
s&&r.appendChild(t.landbaseNotepad.forCard(e,n,s)),r}function yc(t,e,n,s){t.landbaseCard={layer:e,row:n,popup:s},!t.landbaseCards&&
(t.landbaseCards=!0,t.on("lbchanged overlayremove",function(){let{layer:o,row:i,popup:r}=t.landbaseCard;r.isOpen()&&!(t.
hasLayer(o)&&o.store.shown[i])&&t.closePopup(r)}),t.on("lbday",function(){let{layer:o,row:i,popup:r}=t.landbaseCard;r.isOpen()&&
(r.options.autoPan=!1,r.setContent(ci(t,o,i,r.getLatLng())))}))}function wc(t){let e=d("div","lb-card");e.appendChild(d(
"div","lb-card-head")).append(W(t),d("span","lb-card-title",t.title));let s=e.appendChild(d("dl","lb-fields"));t.fields.
forEach(function(i){s.appendChild(d("dt","",i[0])),s.appendChild(d("dd",i[1]?"":"lb-none",i[1]||"—"))});let o=e.appendChild(
d("div","lb-card-area"));return o.appendChild(d("span","lb-card-label",t.areaLabel)),o.appendChild(d("b","",t.areas[0])),
o.appendChild(d("span","",t.areas[1])),e}function bt(t,e,n,s){let o=t.classes[t.position[n]],i=t.header.units;return wc(
{color:o.color,edge:o.edge,title:t.columns.length&&t.text(0,n)||e.untitled,fields:s.map(r=>[t.columns[r].label,t.text(r,
n)]),areaLabel:e.areaLabel,areas:["mu","ha"].map(r=>N(t.area(n,r),i[r].label))})}function qe(t,e,n,s){let o=e.options,i=t.
getSize(),r=gt(t),a=L.popup({className:"lb-popup",minWidth:Math.min(260,i.x-80),maxWidth:Math.min(360,i.x-60),maxHeight:Math.
max(lc,i.y-48-r-cc),autoPanPaddingTopLeft:[Rt(t),48],autoPanPaddingBottomRight:[Q(t),r]});a.setLatLng(s).setContent(ci(t,
e,n,L.latLng(s))),a.openOn(t),yc(t,e,n,a);let l=a.getElement().querySelector(".leaflet-popup-close-button");if(!l)return;
l.setAttribute("aria-label",o.closeLabel);let c=document.activeElement===l;a.getElement().prepend(l),c&&l.focus()}var xc=t=>ue(Zt(t)).then(rn);function We(t,e){let n=document.getElementById(t).textContent.trim();return e?De(n,()=>xc(n)).
then(s=>new E(s)):new E(rn(Zt(n)))}var vc=4,qn=1e3,Cc=L.Control.extend({options:{position:"topleft"},initialize:function(t,e){this.words=t,this.selection=e},
onAdd:function(){let t=d("div","leaflet-bar lb-picking"),e=function(n,s,o){let i=t.appendChild(d("button",n));return i.type=
"button",i.title=s,i.setAttribute("aria-label",s),i.addEventListener("click",o),i};return this.box=e("lb-tool-box",this.
words.box,()=>this.selection.aim(!this.selection.aiming)),this.box.setAttribute("aria-pressed","false"),e("lb-tool-every",
this.words.every,()=>this.selection.every()),L.DomEvent.disableClickPropagation(t),t}}),Ec=L.Class.extend({initialize:function(t,e){
this._map=t,this.words=e.words,this.aiming=!1,this._tools=new Cc(e.words,this).addTo(t),this._build(jt(t)),t.boxZoom.disable(),
t.getContainer().addEventListener("pointerdown",n=>this._down(n),!0),window.addEventListener("keydown",n=>n.key==="Escap\
e"&&this.aim(!1)),t.on("lbready",this._restore,this),t.on("lbchanged overlayadd overlayremove",this._tell,this),window.addEventListener(
"hashchange",()=>this._ready&&this._restore())},_build:function(t){let e=this.words,n=this._box=d("section","lb-bar lb-s\
election");n.hidden=!0,n.setAttribute("aria-label",e.selection),this._sums=n.appendChild(d("span","lb-sums")),this._sums.
setAttribute("role","status");let s=(o,i)=>{let r=n.appendChild(d("button","lb-small",o));return r.type="button",r.addEventListener(
"click",i),r};this._copy=s(e.copy,()=>this.copy()),Be().forEach(([o,i])=>s(i,()=>Ue(this._map,o,this.rows(),this.words,this.
_day()))),s(e.clear,()=>this.clear()),t.prepend(n)},rows:function(){return ks(this._map,({selected:t,shown:e},n)=>t[n]&&
e[n])},chosen:function(){return S(this._map).flatMap(t=>{let e=this.rows().find(({store:n})=>n===t.store);return Array.from(
e.rows,n=>({layer:t,row:n}))})},_stores:function(){return P(this._map).map(t=>t.store)},_refresh:function(){P(this._map).
forEach(t=>t.refresh())},changed:function(){this._refresh(),I("select",this._link()),this._tell()},_link:function(){let t=[];
for(let e of this._stores()){let n=e.columns.findIndex(s=>s.name==="parcel_id");for(let s=0;s<e.count;s++)if(e.selected[s]){
if(n<0||t.length===qn)return"";t.push(e.text(n,s))}}return t.length?JSON.stringify(t):""},_restore:function(){let t=[];if(this.
_unlinked&&!M("select"))return;try{t=JSON.parse(M("select")||"[]")}catch{t=[]}let e=new Set(Array.isArray(t)?t:[]);this.
_stores().forEach(function(n){let s=n.columns.findIndex(o=>o.name==="parcel_id");for(let o=0;o<n.count;o++)n.selected[o]=
e.size&&s>=0&&e.has(n.text(s,o))?1:0}),(this._ready||e.size)&&this._refresh(),this._ready=!0,this._tell()},line:function(){
let{count:t,m2:e}=this._sum(),n=this.words;if(!t)return null;let{mu:s,ha:o}=this._stores()[0].header.units;return{title:n.
selection,label:n.ring,heads:[n.count,s.label,o.label],figures:[t.toLocaleString("en-US"),F(e*s.times/s.by,2),F(e*o.times/
o.by,2)]}},_sum:function(){let t={marked:0,count:0},e=new B(1);return P(this._map).forEach(n=>{let{selected:s,shown:o,areas:i,
count:r}=n.store,a=this._map.hasLayer(n);for(let l=0;l<r;l++)s[l]&&(t.marked+=1,!(!a||!o[l])&&(t.count+=1,i[l]>0&&e.add(
0,i[l])))}),Object.assign(t,{m2:e.at(0)})},_tell:function(){let{marked:t,count:e,m2:n}=this._sum(),s=this.words;if(this.
_unlinked=t>qn,this._box.hidden=!t,this._map.fire("lbselected"),this._label&&this._label(),!t)return;let o=this._stores()[0].
header.units,i=[s.selected.replace("{n}",e.toLocaleString("en-US"))];["mu","ha"].forEach(function(a){let l=o[a];i.push(N(
F(n*l.times/l.by,2),l.label))});let r=t-e;if(A(this._sums,...i.map(a=>d("b","",a))),this._unlinked){let a=s.unlinked.replace(
"{n}",qn.toLocaleString("en-US"));this._sums.appendChild(d("span","lb-none",a))}r&&this._sums.appendChild(d("span","lb-n\
one",s.hidden.replace("{n}",r.toLocaleString("en-US"))))},toggle:function(t,e){t.store.selected[e]=t.store.selected[e]?0:
1,this.changed()},clear:function(){this._stores().forEach(t=>t.selected.fill(0)),this.changed()},every:function(){this._stores().
forEach(t=>t.selected.fill(0)),S(this._map).forEach(({store:t})=>t.selected.set(t.shown)),this.changed()},within:function(t,e,n){
let s=[t,e].map(i=>E.units(this._map.containerPointToLatLng(i))),o=[0,1].map(i=>Math.min(s[0][i],s[1][i])).concat([0,1].
map(i=>Math.max(s[0][i],s[1][i])));n||this._stores().forEach(i=>i.selected.fill(0)),S(this._map).forEach(function({store:i}){
i.within(...o).forEach(function(r){i.shown[r]&&vs(i,r,o)&&(i.selected[r]=1)})}),this.changed()},button:function(t,e){let n=this.
words,s=d("button","lb-small lb-choose"),o=()=>s.textContent=t.store.selected[e]?n.take:n.add;return s.type="button",s.addEventListener(
"click",()=>this.toggle(t,e)),this._label=o,o(),s},aim:function(t){t&&this._map.landbaseMeasure&&this._map.landbaseMeasure.
stop(),this.aiming=t,this._tools.box.setAttribute("aria-pressed",String(t)),this._map.getContainer().classList.toggle("l\
b-aiming",t),this._map.dragging[t?"disable":"enable"]()},_down:function(t){if(t.button!==0||!(this.aiming||t.shiftKey)||
this._map.landbaseBusy||t.target.closest(".leaflet-control, .leaflet-popup"))return;let e=this._map,n=e.mouseEventToContainerPoint(
t),s=d("div","lb-frame"),o=n,i=function(a){o=e.mouseEventToContainerPoint(a),!s.parentNode&&n.distanceTo(o)>vc&&e.getContainer().
appendChild(s),Object.assign(s.style,{left:Math.min(n.x,o.x)+"px",top:Math.min(n.y,o.y)+"px",width:Math.abs(o.x-n.x)+"px",
height:Math.abs(o.y-n.y)+"px"})},r=a=>{window.removeEventListener("pointermove",i),["pointerup","pointercancel"].forEach(
l=>window.removeEventListener(l,r)),L.DomUtil.enableTextSelection(),s.parentNode&&(s.remove(),a.type!=="pointercancel"&&
(this._swallow(),this.within(n,o,t.shiftKey)))};L.DomUtil.disableTextSelection(),window.addEventListener("pointermove",i),
["pointerup","pointercancel"].forEach(a=>window.addEventListener(a,r))},_swallow:function(){let t=e=>e.stopPropagation();
window.addEventListener("click",t,{capture:!0,once:!0}),setTimeout(()=>window.removeEventListener("click",t,!0),0)},_day:function(){
return this._map.landbaseDay},copy:async function(){let t=await qt(Se(this.rows(),this.words,this._day()));this._copy.textContent=
t?this.words.copied:this.words.copyFailed,setTimeout(()=>this._copy.textContent=this.words.copy,2e3)}});function He(t,e,n,s){
let o=t.landbaseSelection;if(!o||!(o.aiming||e.originalEvent.shiftKey))return!1;let i=n.store.selected[s];return e.originalEvent.
shiftKey||o._stores().forEach(r=>r.selected.fill(0)),n.store.selected[s]=i?0:1,o.changed(),!0}function hi(t,e){Ot(t,e.layers),
t.landbaseSelection=new Ec(t,e)}var Lc=6,Ze=3.5,kc=L.Canvas.extend({_reset:function(){L.Canvas.prototype._reset.call(this),L.DomUtil.setPosition(this._container,
this._bounds.min)}});function Ac(t){return t.landbaseCanvas=t.landbaseCanvas||new kc({padding:.3}),t.landbaseCanvas}var Oc=L.
Polygon.extend({beforeAdd:function(t){this.options.renderer=Ac(t),L.Polygon.prototype.beforeAdd.call(this,t)},_projectLatlngs:function(t,e,n){
if(Array.isArray(t[0])){t.forEach(i=>this._projectLatlngs(i,e,n));return}let s=this._map.getPixelOrigin(),o=t.map(i=>this.
_map.project(i)._subtract(s));o.forEach(i=>n.extend(i)),e.push(o)},_small:function(){let t=this._rawPxBounds.getSize();return Math.
max(t.x,t.y)<Lc},_updateBounds:function(){if(L.Polygon.prototype._updateBounds.call(this),!this._rawPxBounds||!this._small())
return;let t=L.point(Ze+2,Ze+2),e=this._rawPxBounds.getCenter();this._pxBounds=L.bounds(e.subtract(t),e.add(t))},_updatePath:function(){
if(!this._small())return this._renderer._updatePoly(this,!0);let t=this._renderer;if(!t._drawing||this._pxBounds===void 0)
return;let e=this._rawPxBounds.getCenter();return t._ctx.beginPath(),t._ctx.arc(e.x,e.y,Ze,0,Math.PI*2,!1),t._fillStroke(
t._ctx,this)},_containsPoint:function(t){return!this._rawPxBounds||!this._small()?L.Polygon.prototype._containsPoint.call(
this,t):t.distanceTo(this._rawPxBounds.getCenter())<=Ze+1}});function di(t,e){let n=We(t,!1),s=L.featureGroup(),o={weight:.8,
opacity:1,fillOpacity:e.opacity,smoothFactor:.2},i=function(h){let f=n.classes[n.position[h]],u=n.selected[h]?_e:{color:f.
edge};return Object.assign({fillColor:f.color},o,{fillOpacity:r,opacity:r},u)},r=e.opacity,a=h=>2*n.position[h]+n.selected[h],
l=[];for(let h=0;h<n.count;h++){let f=n.latLngs(h);if(!f.length)continue;let u=new Oc(f,i(h));u.row=h,u.look=a(h),l.push(
u),s.addLayer(u)}K.push(s),s.dataId=t,s.store=n,s.options=e,s.ready=Promise.resolve(n),s.refresh=function(){l.forEach(function(h){
let f=n.shown[h.row]===1,u=a(h.row);u!==h.look&&h.setStyle(i(h.row)),h.look=u,f!==s.hasLayer(h)&&(f?s.addLayer(h):s.removeLayer(
h))})},s.setShare=function(h){r=h,e.opacity=h,l.forEach(f=>f.setStyle(i(f.row)))},s.on("mouseover",function(h){h.layer.setStyle(
{weight:2.6,color:"#111827"}),h.layer.bringToFront()}),s.on("mouseout",h=>h.layer.setStyle(i(h.layer.row)));let c=h=>f=>bt(
n,e,f.row,h);return s.bindTooltip(c(e.tooltip),{sticky:!0,className:"lb-tip",opacity:1,direction:"auto"}),s.on("click",function(h){
L.DomEvent.stopPropagation(h),s.closeTooltip(),!He(h.layer._map,h,s,h.layer.row)&&s.showCard(h.layer._map,h.layer.row,h.
latlng)}),s.showCard=(h,f,u)=>qe(h,s,f,u),s}function fi(t){let e=t.header.events.states,n=Object.assign(Object.create(E.prototype),t,{columns:t.columns.map((s,o)=>e.
includes(o)?Object.assign({},s,{values:s.values.slice()}):s),shown:t.shown.slice(),position:t.position.slice(),due:t.due&&
t.due.slice(),done:t.done&&t.done.slice(),timeline:Object.assign({},t.timeline,{now:t.timeline.now.slice()})});return ut(
n,t.day),n}var ui=({then:t,now:e},n)=>[X(t,n).codes,X(e,n)];function pi(t,e,n){let s=()=>({count:0,sums:new B(n.length)}),
o=new Map,i=s();return t.forEach(function(r){let{areas:a,category:l,header:c,count:h,shown:f}=r.now,u=r.then.shown,p=c.categories.
map(y=>n.indexOf(y)),m=[],[_,{codes:g,keys:b}]=ui(r,e);for(let y=0;y<h;y++){if(!f[y]&&!u[y])continue;let O=_[y]*b.length+
g[y],x=_[y]===g[y]?i:m[O]||(m[O]=s());x.count+=1,a[y]>0&&x.sums.add(p[l[y]],a[y])}m.forEach(function(y,O){let x=b[Math.floor(
O/b.length)],z=b[O%b.length],R=JSON.stringify([x,z]),V=o.get(R)||{from:x,to:z,count:0,m2:new Float64Array(n.length)};V.count+=
y.count,Tt(V.m2,y.sums.part()),o.set(R,V)})}),{changes:[...o.values()],same:{count:i.count,m2:i.sums.part()}}}function mi(t,e,n,s){
t.forEach(function(o){let{selected:i,shown:r}=o.now,a=o.then.shown,[l,{codes:c,keys:h}]=ui(o,e),[f,u]=[h.indexOf(n),h.indexOf(
s)];i.forEach((p,m)=>i[m]=(r[m]||a[m])&&l[m]===f&&c[m]===u?1:0)})}function Sc(t){return t.landbaseAgain?t.landbaseAgain():t instanceof L.TileLayer?L.tileLayer(t._url,t.options):t instanceof
L.ImageOverlay?L.imageOverlay(t._url,t.getBounds(),t.options):null}var _i=L.Class.extend({initialize:function(t,e){let{zoomSnap:n,
zoomDelta:s,maxZoom:o}=t.options,i=this._box=d("div","lb-map lb-twin");i.setAttribute("role","region"),i.setAttribute("a\
ria-label",e),t.getContainer().after(i),this._of=t,this._place(),this.map=L.map(i,{landbaseTwin:!0,zoomControl:!1,attributionControl:!1,
keyboard:!1,zoomAnimation:!1,fadeAnimation:!1,zoomSnap:n,zoomDelta:s,maxZoom:o,minZoom:t.getMinZoom()}),this._copies=new Map,
this._follow(),this._copy(),this.map.on("move zoomend",this._lead,this),t.on("move zoomend",this._follow,this),t.on("res\
ize",this._resized,this),t.on("overlayadd overlayremove baselayerchange lblooks",this._copy,this)},remove:function(){this.
_of.off("move zoomend",this._follow,this),this._of.off("resize",this._resized,this),this._of.off("overlayadd overlayremo\
ve baselayerchange lblooks",this._copy,this),this._of.landbaseCovered=0,this.map.remove(),this._box.remove()},_place:function(){
let t=this._of.getContainer(),e=this._of.getSize(),n=this._of.landbaseCovered=Math.round((e.x-Q(this._of)+Ft)/2);Object.
entries({left:t.offsetLeft,top:t.offsetTop,width:n,height:e.y}).forEach(([s,o])=>this._box.style[s]=o+"px"),this._shift=
L.point(1.5*n-e.x/2,0)},_resized:function(){this._place(),this.map.invalidateSize({animate:!1,pan:!1}),this._follow()},_look:function(t,e,n){
if(this._busy)return;this._busy=!0,t._loaded&&t.getZoom()===n?t.panBy(t.project(e,n).subtract(t.project(t.getCenter(),n)),
{animate:!1}):t.setView(e,n,{animate:!1}),this._busy=!1},_follow:function(){let t=this._of,e=t.getZoom();this._look(this.
map,t.unproject(t.project(t.getCenter(),e).add(this._shift),e),e)},_lead:function(){let t=this.map,e=t.getZoom();this._look(
this._of,t.unproject(t.project(t.getCenter(),e).subtract(this._shift),e),e)},_copy:function(){let t=this.map,e=this._of.
getPanes(),n=new Map,s=function(o,i){let r=t.getPane(i)||t.createPane(i),{zIndex:a,opacity:l,pointerEvents:c}=o.style;Object.
assign(r.style,{zIndex:a,opacity:l,pointerEvents:c})};Object.entries(e).forEach(([o,i])=>o!=="mapPane"&&s(i,o)),this._of.
eachLayer(o=>{let i=this._copies.get(o)||Sc(o);if(!i)return;n.set(o,i);let r=i.landbasePanes,a=o.landbasePanes;r?r.forEach(
(l,c)=>s(e[a[c]],l)):i.options.pane=o.options.pane,i.setOpacity&&o.options.opacity&&i.setOpacity(o.options.opacity),i.setAbove&&
i.setAbove(o.landbaseAbove),t.addLayer(i)}),this._copies.forEach((o,i)=>n.has(i)||t.removeLayer(o)),this._copies=n}});var Ve="lbEarlier",Mc=365,Pc=.02,Tc=L.Class.extend({initialize:function(t,e,n){Object.assign(this,{_map:t,_data:e,_words:n,
_share:.5,_pairs:[],_beside:!1}),this.button=w(n.compare,"lb-small lb-compare-open",()=>this.show(this._box===void 0)),this.
button.setAttribute("aria-pressed","false"),t.on("lbready",this._restore,this),window.addEventListener("hashchange",()=>this.
_ready&&this._restore()),t.on("lbday lbchanged overlayadd overlayremove lblooks",this._soon,this),t.on("lbselected",()=>this.
_frame&&this._frame.refresh()),t.on("move moveend zoomend resize",this._clip,this)},_restore:function(){this._ready=!0;let t=it(
M("compare")),e=M("panes")==="side";t===null&&this._beside&&M("view")&&this._lay(!1),this.show(t!==null,t),!(!this._box||
e===this._beside)&&(M("view")?this._lay(e):this._makeRoom(e))},show:function(t,e){t&&this._box&&this.set(e),t!==!!this._box&&
(this.button.setAttribute("aria-pressed",String(t)),t?this._open(e===void 0?this._map.landbaseDay-Mc:e):this._close(),this.
_map.fire("resize"))},_open:function(t){let e=this._map;this._pairs=P(e).filter(({store:n})=>n.timeline).map(n=>({layer:n,
now:n.store,then:fi(n.store)})),this._build(),this._lay(!1),Yt(e,"earlier",n=>this._isEarlier(n)),e.fire("lbcompare",{on:!0}),
this.set(t)},_close:function(){let t=this._map;this._makeRoom(!1),this._lift(),Yt(t,"earlier",null),[this._box,this._table].
forEach(e=>e.remove()),this._box=void 0,this._pairs=[],["compare","panes"].forEach(e=>I(e,"")),t.fire("lbcompare",{on:!1})},
_lay:function(t){let e=this._map;this._frame&&this._lift(),this._beside=t,t&&(this._twin=new _i(e,this._words.earlier));
let n=this._on=t?this._twin.map:e,s=n.getPane(Ve)||n.createPane(Ve);Object.assign(s.style,{zIndex:401,pointerEvents:"non\
e"}),this._frame=new ze((o,i)=>this._steps(o,i),{pane:Ve}).addTo(n),n.on("mousemove click",this._point,this),n.on("mouse\
out",this._leave,this),this._line=e.getContainer().appendChild(t?this._parted(d("div","lb-swipe lb-fixed")):this._swipe()),
this._side.setAttribute("aria-pressed",String(t)),I("panes",t?"side":""),this.day!==void 0&&this._pairs.length&&this._follow()},
_lift:function(){let t=this._on;t.off("mousemove click",this._point,this),t.off("mouseout",this._leave,this),this._leave(),
this._frame.remove(),this._line.remove(),this._layersOf().forEach(({node:e})=>e.style.clip=""),this._twin&&this._twin.remove(),
this._frame=this._twin=void 0},_makeRoom:function(t){if(t===this._beside)return;let e=this._map,n=t?-1:1,s=e.getZoom()+n;
t&&this._lay(!0);let o=e.landbaseCovered/2,i=L.point(t?2*o:3*o,e.getSize().y/2);e.setZoomAround(i,Math.min(e.getMaxZoom(),
Math.max(e.getMinZoom(),s)),{animate:!1}),t||this._lay(!1),e.panBy([n*o,0],{animate:!1})},_build:function(){let t=this._map,
e=this._words,n=this._box=d("section","lb-bar lb-compare");n.setAttribute("aria-label",e.compare);let s=n.appendChild(d(
"label","",e.left+" ")),o=this._input=s.appendChild(d("input","lb-input"));Object.assign(o,{type:"text",spellcheck:!1,autocomplete:"\
off"}),o.setAttribute("aria-label",e.earlier),o.addEventListener("change",()=>{let i=it(o.value);this.set(i===null?this.
day:i)}),n.appendChild(d("span","",e.right+" ")),this._later=n.lastChild.appendChild(d("b")),this._side=n.appendChild(w(
e.side,"lb-small lb-compare-side",()=>this._makeRoom(!this._beside))),n.appendChild(w(e.close,"lb-small",()=>{this.show(
!1),this.button.focus()})),jt(t).prepend(n),this._table=this._panel()},_parted:function(t){return this._names=["earlier",
"later"].map(e=>t.appendChild(d("span","lb-swipe-"+e))),t},_swipe:function(){let t=this._parted(d("div","lb-swipe")),e=this.
_words,n=this._map;t.tabIndex=0,Object.entries({role:"slider","aria-label":e.swipe,"aria-valuemin":0,"aria-valuemax":100,
title:e.swipe}).forEach(([o,i])=>t.setAttribute(o,i)),t.appendChild(d("i"));let s=o=>this._to((o.clientX-n.getContainer().
getBoundingClientRect().left)/n.getSize().x);return t.addEventListener("pointerdown",function(o){t.setPointerCapture(o.pointerId),
t.addEventListener("pointermove",s)}),["pointerup","pointercancel"].forEach(o=>t.addEventListener(o,()=>t.removeEventListener(
"pointermove",s))),t.addEventListener("keydown",o=>{let i={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1}[o.key];i&&(this.
_to(this._share+i*Pc),o.preventDefault(),o.stopPropagation())}),L.DomEvent.disableClickPropagation(t),t},_to:function(t){
this._share=Math.max(0,Math.min(1,t)),this._leave(),this._clip()},_panel:function(){let t=d("section","lb-panel lb-chang\
es leaflet-control"),e=this._map.getContainer().querySelector(".lb-legend");return e?e.before(t):this._map.getContainer().
querySelector(".leaflet-top.leaflet-right").appendChild(t),t.tabIndex=0,L.DomEvent.disableClickPropagation(t),L.DomEvent.
disableScrollPropagation(t),t},set:function(t){this.day=t,this._input.value=D(t),I("compare",D(t)),this._pairs.forEach(({
then:e})=>ut(e,t)),this._follow()},_soon:function(){!this._box||this._waiting||(this._waiting=requestAnimationFrame(()=>{
this._waiting=null,this._box&&this._follow()}))},_follow:function(){let t=this._map,e=t.landbaseFilters;this._pairs.forEach(
({then:s})=>{e&&e.ready()&&On(s,e.state,this.day)});let n=s=>$(s,this._data.date);this._said=[this.day,t.landbaseDay].map(
n),this._later.textContent=D(t.landbaseDay),this._names.forEach((s,o)=>s.textContent=this._said[o]),this._frame.refresh(),
this._clip(),cancelAnimationFrame(this._telling),this._telling=requestAnimationFrame(()=>this._box&&this._tell())},_openPairs:function(){
return this._pairs.filter(({layer:t})=>this._map.hasLayer(t))},_stackedPairs:function(){let t=this._openPairs();return ye(
t.map(({layer:e})=>e)).map(e=>t.find(n=>n.layer===e))},_tell:function(){let t=this._words,{column:e,lines:n}=this._data,
s=this._openPairs(),o=[...new Set(s.flatMap(({now:x})=>x.header.categories))],i=new Map(n.map(({key:x},z)=>[x,z])),{changes:r,
same:a}=pi(s,e,o),l=x=>i.has(x)?i.get(x):i.size;r.sort((x,z)=>l(x.from)-l(z.from)||l(x.to)-l(z.to));let c=t.title.replace(
"{from}",this._said[0]).replace("{to}",this._said[1]);this._table.setAttribute("aria-label",c);let h=d("h2","lb-panel-ti\
tle",c);if(this._changes=null,!s.length||!r.length){A(this._table,h,d("p","lb-foot",t.none));return}let{units:f}=s[0].now.
header,{lines:u,total:p}=_t([...r,Object.assign({label:t.same},a)],f),m=u.pop(),_=this._changes=d("table"),g=d("tbody"),
b=d("tfoot"),y=d("thead"),O=y.appendChild(d("tr"));[t.from,t.count,f.mu.label,f.ha.label].forEach(x=>{let z=O.appendChild(
d("th","",x));z.scope="col"}),u.forEach(x=>g.appendChild(this._row(x))),g.appendChild(Wn(d("span","",t.same),m)),b.appendChild(
Wn(d("span","",t.total),p)).className="lb-total",_.append(y,g,b),A(this._table,h,_,d("p","lb-foot",t.note+t.how))},_row:function(t){
let e=this._words,n=r=>this._data.lines.find(a=>a.key===r)||{label:String(r)},s=w("","lb-pick",()=>{mi(this._openPairs(),
this._data.column,t.from,t.to),this._map.landbaseSelection&&this._map.landbaseSelection.changed()}),[o,i]=[n(t.from),n(t.
to)];return[o,i].forEach((r,a)=>{a&&s.append(e.arrow.replace("{from}","").replace("{to}","")),s.appendChild(d("span","lb\
-state")).append(W(r),r.label)}),Wn(s,t)},_layersOf:function(){return we(this._map).map(t=>({node:t,at:L.DomUtil.getPosition(
t)||L.point(0,0)}))},_clip:function(){if(!this._box)return;let t=this._map,e=t.getSize();if(this._beside){this._line.style.
left=t.landbaseCovered+"px";return}let n=Math.round(this._share*e.x),s=t.containerPointToLayerPoint([0,0]),o=s.add(e),i=s.
x+n,r=(...a)=>"rect("+a.map(l=>l+"px").join(" ")+")";this._layersOf().forEach(({node:a,at:l})=>a.style.clip=r(s.y-l.y,o.
x-l.x,o.y-l.y,i-l.x)),t.getPane(Ve).style.clip=r(s.y,i,o.y,s.x),this._line.style.left=n+"px",this._line.setAttribute("ar\
ia-valuenow",Math.round(this._share*100)),this._line.setAttribute("aria-valuetext",(this._said||[]).join(" | "))},*_steps(t,e){
for(let{layer:n,then:s}of this._stackedPairs()){let o=Object.assign({dot:pt(n)},e),i=o.dot*e.unit,[r,a,l,c]=e.box,h=s.within(
r-i,a-i,l+i,c+i);t.globalAlpha=n.options.opacity||1,yield*Et(s,t,o,h),t.globalAlpha=1,yield*Lt(s,t,o,h)}},_isEarlier:function(t){
return!this._beside&&this._map.latLngToContainerPoint(t).x<this._share*this._map.getSize().x},_point:function(t){let e=this.
_on;if(this._leave(),this._map.landbaseBusy||e.dragging.moving()||!(this._beside||this._isEarlier(t.latlng)))return;let[
n,s]=E.units(t.latlng),o=H(e.getZoom());for(let{layer:i,then:r}of this._stackedPairs().reverse()){let a=r.at(n,s,pt(i)*o,
o);if(a<0)continue;let l=bt(r,i.options,a,i.options.tooltip);l.prepend(d("div","lb-card-day",this._said[0])),this._tip=L.
tooltip({className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(t.latlng).setContent(l).addTo(e);return}},
printed:function(){if(!this._box)return null;let t=this._changes&&this._changes.cloneNode(!0);return t&&(t.dataset.part=
"changes",t.prepend(d("caption","",this._table.firstChild.textContent)),t.querySelectorAll(".lb-pick").forEach(e=>e.replaceWith(
...e.childNodes))),{days:this._said,tables:t?[t]:[],note:t?this._words.note:this._words.none,earlier:e=>{this._pairs.forEach(
({layer:n,then:s})=>n.store=s);try{return e()}finally{this._pairs.forEach(({layer:n,now:s})=>n.store=s)}}}},_leave:function(){
this._tip&&this._tip.remove(),this._tip=null}});function Wn(t,e){let n=d("tr"),s=n.appendChild(d("th"));return s.scope="\
row",s.appendChild(t),["count","mu","ha"].forEach(o=>n.appendChild(d("td","",e[o]))),n}function gi(t,e){return e.states?
(t.landbaseCompare=new Tc(t,Object.assign({date:e.words.date},e.states),e.words.compare)).button:null}var bi=60,yi=450,Ge=120,wi=t=>P(t).map(e=>e.store).filter(e=>e.timeline);function Nc(t){let e=new Map,n=wi(t);n.forEach(
a=>a.timeline.days.forEach(function(l,c){e.set(l,(e.get(l)||0)+a.timeline.counted[c])}));let s=[...e.keys()].sort((a,l)=>a-
l),o=0,i=s.map(a=>o+=e.get(a)),r=Math.max(...n.map(a=>a.header.events.on));return{days:s,sums:i,opened:r}}function Hn(t,e,n,s){
let o=t.appendChild(d("button","lb-time-button "+e));return o.type="button",o.title=n,o.setAttribute("aria-label",n),o.addEventListener(
"click",s),o}var Ic=L.Class.extend({initialize:function(t,e){this._map=t,this._data=e,this._build(jt(t)),t.on("lbread",this.
_start,this),window.addEventListener("hashchange",()=>{this._days&&(this.play(!1),this.set(this._linked(),!0))})},_build:function(t){
let e=this._data.words,n=this._box=d("section","lb-bar lb-time");n.setAttribute("aria-label",e.time),this._play=Hn(n,"lb\
-play",e.play,()=>this.play(!this._playing)),Hn(n,"lb-earlier",e.earlier,()=>this.step(-1)),Hn(n,"lb-later",e.later,()=>this.
step(1));let s=n.appendChild(d("div","lb-track"));this._bars=s.appendChild(d("canvas","lb-bars")),this._range=s.appendChild(
d("input","lb-range")),this._range.type="range",this._range.setAttribute("aria-label",e.time),this._range.addEventListener(
"input",()=>this._soon(Number(this._range.value))),this._range.addEventListener("keydown",r=>this._key(r));let o=n.appendChild(
d("div","lb-day"));this._text=o.appendChild(d("input","lb-input")),this._text.setAttribute("aria-label",e.day),this._text.
addEventListener("change",()=>this._typed()),this._said=o.appendChild(d("span","lb-day-note")),this._mark=n.appendChild(
d("span")),this._mark.hidden=!0;let i=gi(this._map,this._data);i&&n.appendChild(i),this._able(!1),t.appendChild(n)},_able:function(t){
this._box.querySelectorAll("button, input").forEach(e=>e.disabled=!t)},_start:function(){return Object.assign(this,{_days:null},
Nc(this._map)),this._days=this.days,this._days.length?(this._first=this._days[0]-1,this._last=Math.max(this._days[this._days.
length-1],this.opened),this.opened=Math.min(this._last,Math.max(this._first,this.opened)),Object.assign(this._range,{min:this.
_first,max:this._last,step:1}),this._able(!0),this._drawBars(),this.set(this._linked(),!0)):this._box.remove()},_linked:function(){
let t=it(M("day"));return t===null?this.opened:t},set:function(t,e){let n=this.day===void 0;this.day=this._map.landbaseDay=
t,wi(this._map).forEach(r=>ut(r,t));let s=D(t),o=dn(this._days,t),i=this._data.words;this._range.value=t,this._range.setAttribute(
"aria-valuetext",$(t,i.date)),this._text.value=s,this._said.textContent=i.at.replace("{n}",(o?this.sums[o-1]:0).toLocaleString(
"en-US")).replace("{all}",this.sums[this.sums.length-1].toLocaleString("en-US")),this._head($(t,i.date)),e||I("day",t===
this.opened?"":s),!(n&&this._map.landbaseFilters)&&(As(this._map),this._map.fire("lbday"))},_head:function(t){let{note:e,
asOf:n,words:s}=this._data;if(!n){this._mark.dataset.lbMark="",this._mark.textContent=s.mark.replace("{day}",t);return}this.
_note=this._note||[...document.querySelectorAll(".lb-note")].find(o=>o.textContent===e),this._note&&(this._note.textContent=
e.replace(n,t))},_soon:function(t){this.play(!1),this._wanted=t,!this._frame&&(this._frame=requestAnimationFrame(()=>{this.
_frame=null,this.set(this._wanted)}))},step:function(t){this.play(!1),this.set(this._near(t))},_near:function(t){let e=dn(
this._days,this.day);if(t>0)return e<this._days.length?this._days[e]:Math.max(this._last,this.day);let n=e>0&&this._days[e-
1]===this.day?e-2:e-1;return n>=0?this._days[n]:Math.min(this._first,this.day)},play:function(t){if(!!this._playing===t)
return;clearTimeout(this._playing),this._playing=null;let e=this._data.words[t?"pause":"play"];this._play.title=e,this._play.
setAttribute("aria-label",e),this._play.classList.toggle("lb-on",t),t&&(this.day>=this._last&&this.set(this._first),this.
_playing=setTimeout(()=>this._tick(),yi))},_tick:function(){let t=Math.ceil((this._last-this._first)/bi),e=this._days.length>
bi?Math.max(this._first,this.day)+t:this._near(1);if(this.set(Math.min(this._last,e)),this.day>=this._last)return this.play(
!1);this._playing=setTimeout(()=>this._tick(),yi)},_key:function(t){let e={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1};
if(t.key===" ")this.play(!this._playing);else if(t.key in e)this.step(e[t.key]);else return;t.preventDefault()},_typed:function(){
let t=it(this._text.value);this.play(!1),this.set(t===null?this.day:t)},_drawBars:function(){let t=this._bars,e=new Array(
Ge).fill(0),n=this._last-this._first;this._days.forEach((i,r)=>{let a=Math.min(Ge-1,Math.floor((i-this._first)/n*Ge));e[a]+=
this.sums[r]-(r?this.sums[r-1]:0)});let s=Math.max(...e),o=t.getContext("2d");t.width=4*Ge,t.height=64,o.fillStyle="#8da\
2b5",e.forEach(function(i,r){let a=i?Math.max(6,64*Math.sqrt(i/s)):0;o.fillRect(4*r,64-a,3,a)})}});function xi(t,e){Ot(t,
e.layers),t.landbaseTime=new Ic(t,e)}var zc=12;function vi(t,e){let n=document.createElement("canvas");return n.width=t,n.height=e,n.getContext("2d",{willReadFrequently:!0})}
var Dc=L.GridLayer.extend({options:{pane:"overlayPane",noWrap:!0,keepBuffer:1,updateWhenZooming:!1,updateWhenIdle:!1,maxZoom:24},
initialize:function(t,e){if(L.GridLayer.prototype.initialize.call(this,e),this._waiting=[],this.on("tileunload",i=>{this.
_waiting=this._waiting.filter(r=>r.tile!==i.tile)}),e.compressed&&typeof DecompressionStream>"u"){this._problem=e.tooOld,
this.ready=new Promise(()=>{});return}let n=i=>(this.store=i,this._notice(""),this.refresh(),this.fire("opened"),i),s=i=>(this.
_problem=e.unread+" ("+i.message+")",this._notice(this._problem),new Promise(()=>{})),o=Promise.resolve().then(()=>We(t,
e.compressed));this.ready=o.then(n,s)},onAdd:function(t){L.GridLayer.prototype.onAdd.call(this,t),Zn(t).layers.push(this),
this._problem?this._notice(this._problem):this.store||this._notice(this.options.reading)},onRemove:function(t){let e=Zn(
t);e.layers.splice(e.layers.indexOf(this),1),e.leave(),this._notice(""),L.GridLayer.prototype.onRemove.call(this,t)},_notice:function(t){
this._box&&this._box.remove(),this._box=null,!(!t||!this._map)&&(this._box=d("div","lb-message",t),this._box.setAttribute(
"role","status"),this._map.getContainer().appendChild(this._box))},createTile:function(t,e){let n=L.DomUtil.create("canv\
as","lb-tile"),s=this.getTileSize(),o=window.devicePixelRatio||1;return n.width=Math.round(s.x*o),n.height=Math.round(s.
y*o),this._later({tile:n,coords:t,done:e}),n},refresh:function(){if(!this.store||!this._map)return;let t=this._map.getPixelBounds().
getCenter(),e=this.getTileSize(),n=o=>o.coords.add([.5,.5]).scaleBy(e).distanceTo(t),s=new Map(this._waiting.map(o=>[o.tile,
o]));this._waiting=Object.values(this._tiles).filter(o=>o.current).map(o=>({tile:o.el,coords:o.coords,done:(s.get(o.el)||
{}).done})).sort((o,i)=>n(o)-n(i)),this._work()},_later:function(t){this._waiting.push(t),this._work()},_work:function(){
this._frame||!this.store||(this._frame=requestAnimationFrame(()=>{this._frame=null;let t=performance.now()+zc;for(;this.
_waiting.length&&performance.now()<t;){let e=this._waiting[0];e.steps=e.steps||this._draw(e.tile,e.coords),e.steps.next().
done&&(this._waiting.shift(),e.done&&e.done(null,e.tile))}this._waiting.length?this._work():this.fire("drawn")}))},_draw:function*(t,e){
let n=this.getTileSize(),s=t.width/n.x,o=this.store,i=nt(e.z),{width:r,height:a}=t;(!this._aside||this._aside.canvas.width!==
r)&&(this._aside=vi(r,a),this._spare=vi(r,a));let l=this._aside,c={times:1/H(e.z),left:e.x*n.x-i/2,top:e.y*n.y-i/2,dot:this.
options.dot,ratio:s,spare:this._spare},h=this.options.dot+2,f=o.within((c.left-h)/c.times,-(c.top+n.y+h)/c.times,(c.left+
n.x+h)/c.times,-(c.top-h)/c.times);l.setTransform(s,0,0,s,0,0),l.clearRect(0,0,n.x,n.y),yield*Et(o,l,c,f),yield*Lt(o,l,c,
f);let u=t.getContext("2d");u.clearRect(0,0,r,a),u.drawImage(l.canvas,0,0)},showCard:function(t,e,n){Zn(t).open(this,e,n)},
setShare:function(t){this.setOpacity(t)},rowAt:function(t){if(!this.store)return-1;let[e,n]=E.units(t),s=H(this._map.getZoom());
return this.store.at(e,n,this.options.dot*s,s)}}),Fc=L.Class.extend({initialize:function(t){this.layers=[],this._map=t,this.
_tip=L.tooltip({className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}),t.on("mousemove",this._move,this),t.on("mo\
useout zoomstart",this.leave,this),t.on("click",this._click,this)},find:function(t){if(this._map.landbaseBusy||Ls(this._map,
t))return null;for(let e of ye(this.layers).reverse()){let n=e.rowAt(t);if(n>=0)return{layer:e,row:n}}return null},leave:function(){
this._over&&this._over.remove(),this._over=this._held=null,this._map.getContainer().style.cursor="",this._tip.remove()},
_move:function(t){let e=this._map.dragging.moving()?null:this.find(t.latlng);if(!e)return this.leave();if(this._tip.setLatLng(
t.latlng),!(this._held&&this._held.row===e.row&&this._held.layer===e.layer))return this.leave(),this._held=e,this._over=
L.polygon(e.layer.store.latLngs(e.row),{renderer:this._svg||(this._svg=L.svg({padding:.3})),interactive:!1,fill:!1,color:"\
#111827",weight:2.6}).addTo(this._map),this._map.getContainer().style.cursor="pointer",this._tip.setContent(this._card(e.
layer,e.row,e.layer.options.tooltip)),this._tip.setLatLng(t.latlng).addTo(this._map)},_click:function(t){let e=this.find(
t.latlng);e&&!He(this._map,t,e.layer,e.row)&&this.open(e.layer,e.row,t.latlng)},_card:(t,e,n)=>bt(t.store,t.options,e,n),
open:function(t,e,n){qe(this._map,t,e,n),this.leave()}});function Zn(t){return t.landbasePicker=t.landbasePicker||new Fc(
t),t.landbasePicker}function Ci(t,e){let n=new Dc(t,e);return n.dataId=t,K.push(n),n}var Rc=/^-?[\d,]+(\.\d+)?%?$/,jc=new Intl.Collator("zh-CN-u-co-pinyin",{numeric:!0}),Bc=t=>Rc.test(t)?parseFloat(t.replace(
/,/g,"")):NaN;function Uc(t){let e=[...new Set(t)].filter(Boolean),n=e.map(Bc);if(e.length&&n.every(o=>!Number.isNaN(o))){
let o=new Map(e.map((i,r)=>[i,n[r]]));return i=>i===""?1/0:o.get(i)}e.length>2e4?e.sort():e.sort(jc.compare);let s=new Map(
e.map((o,i)=>[o,i]));return o=>o===""?1/0:s.get(o)}function qc(t,e){let n=t.map(({store:f})=>f.count),s=n.reduce((f,u)=>f+
u,0),o=new Float64Array(s),i=0,r=f=>t.forEach(function({store:u}){f(u,i),i+=u.count});if(e==="area")return r((f,u)=>f.areas.
forEach((p,m)=>o[u+m]=Number.isFinite(p)?p:1/0)),o;let a=t.map(({store:f})=>f.columns.findIndex(u=>u.name===e)),l=t.map(
function({store:f},u){let p=f.columns[a[u]];return p?p.words||Array.from({length:f.count},(m,_)=>f.text(a[u],_)):[""]}),
c=Uc([].concat(...l)),h=0;return r(function(f,u){let p=f.columns[a[h]],m=l[h++].map(c);for(let _=0;_<f.count;_++)o[u+_]=
p?m[p.words?p.values[_]:_]:1/0}),o}function Ei(t,e,n){let s=qc(t,e),o=new Uint32Array(s.length);for(let r=0;r<o.length;r++)
o[r]=r;let i=n?-1:1;return o.sort(function(r,a){let l=s[r],c=s[a];return l===c?r-a:l===1/0||c===1/0?l===1/0?1:-1:l<c?-i:
i})}function Li(t,e,n){let s=new Uint8Array(e.length),o=0;t.forEach(function({store:a},l){n[l]&&s.set(a.shown,o),o+=a.count});
let i=new Uint32Array(e.length),r=0;for(let a=0;a<e.length;a++)s[e[a]]&&(i[r++]=e[a]);return i.subarray(0,r)}var yt=26,ce=8e6,ki=4,Wc=6,Ai=["mu","ha"],Hc=L.Class.extend({initialize:function(t,e){this._map=t,this._words=e,this._hidden=
null,this._sort={name:null,falling:!1},this._at=-1,this.button=w(e.list,"lb-tool",()=>this.show(!this._box)),this.button.
setAttribute("aria-expanded","false"),t.on("lbchanged overlayadd overlayremove",this._soon,this),t.on("lbday",this._resort,
this),t.on("lbselected",this._draw,this),t.on("popupopen",()=>t.landbaseCard&&this._follow())},show:function(t){t!==!!this.
_box&&(this.button.setAttribute("aria-expanded",String(t)),this._map.getContainer().classList.toggle("lb-listing",t),t?this.
_open():(this._mark(null),this._box.remove(),this._box=null),this._map.fire("resize"),t||this.button.focus())},_open:function(){
let t=this._words,e=this._box=d("section","lb-list");this._layers=P(this._map),this._columns=this._known(),e.setAttribute(
"aria-label",t.list);let n=e.appendChild(d("div","lb-list-bar"));this._said=n.appendChild(d("b","lb-list-count")),this._said.
setAttribute("role","status"),n.appendChild(this._chooser()),this._copy=n.appendChild(w(t.copy,"lb-small",()=>this._copyAll())),
Be().forEach(([o,i])=>n.appendChild(w(i,"lb-small",()=>Ue(this._map,o,this._chosen(),t,this._map.landbaseDay)))),n.appendChild(
w(t.close,"lb-small lb-list-close",()=>this.show(!1)));let s=this._grid=e.appendChild(d("div","lb-grid"));s.tabIndex=0,s.
setAttribute("role","grid"),s.setAttribute("aria-label",t.list),s.setAttribute("aria-multiselectable","true"),this._head=
s.appendChild(d("div","lb-grid-head")),this._head.setAttribute("role","row"),this._body=s.appendChild(d("div","lb-grid-b\
ody")),this._body.setAttribute("role","rowgroup"),s.addEventListener("scroll",()=>this._frame||(this._frame=requestAnimationFrame(
()=>{this._frame=null,this._draw()}))),s.addEventListener("keydown",o=>this._key(o)),this._body.addEventListener("click",
o=>this._click(o)),this._body.addEventListener("mousemove",o=>this._over(o)),this._body.addEventListener("mouseleave",()=>this.
_mark(null)),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),this._map.getContainer().appendChild(
e),this._heads(),this._resort(),s.focus()},_known:function(){let t=new Map;this._layers.forEach(({store:s})=>s.columns.forEach(
({name:o,label:i})=>t.set(o,i)));let e=[...t].map(([s,o])=>({name:s,label:o}));this._hidden||(this._hidden=new Set(e.slice(
Wc).map(({name:s})=>s)));let n=this._layers[0].store.header.units;return[...e,...Ai.map(s=>({name:s,label:n[s].label,unit:s}))]},
_chooser:function(){let t=d("details","lb-columns"),e=d("div","lb-columns-list");return t.append(d("summary","lb-small",
this._words.columns),e),this._columns.forEach(({name:n,label:s})=>{let o=e.appendChild(d("label")),i=o.appendChild(d("in\
put"));i.type="checkbox",i.checked=!this._hidden.has(n),i.addEventListener("change",()=>{i.checked?this._hidden.delete(n):
this._hidden.add(n),this._heads(),this._draw()}),o.appendChild(d("span","",s))}),t.addEventListener("keydown",function(n){
n.key==="Escape"&&(t.open=!1,n.stopPropagation())}),t},_visible:function(){return this._columns.filter(({name:t})=>!this.
_hidden.has(t))},_heads:function(){let t=this._visible(),{name:e,falling:n}=this._sort;this._grid.style.setProperty("--l\
b-columns",t.map(({unit:s})=>s?"minmax(84px, 0.6fr)":"minmax(96px, 1fr)").join(" ")),this._grid.setAttribute("aria-colco\
unt",t.length),A(this._head,...t.map(({name:s,label:o,unit:i})=>{let r=d("div",i?"lb-number":"");r.setAttribute("role","\
columnheader"),r.setAttribute("aria-sort",s!==e?"none":n?"descending":"ascending");let a=r.appendChild(w(o,"lb-sort",()=>{
this._sort={name:s,falling:e===s?!n:!!i},this._heads(),this._resort(),[...this._head.querySelectorAll("button")].find(l=>l.
textContent===o).focus()}));return a.title=this._words.sort,r}))},_resort:function(){if(!this._box)return;let{name:t,falling:e}=this.
_sort,n=this._layers.reduce((s,{store:o})=>s+o.count,0);this._order=t===null?Uint32Array.from({length:n},(s,o)=>o):Ei(this.
_layers,Ai.includes(t)?"area":t,e),this._thin()},_soon:function(){this._box&&this._thin()},_thin:function(){let t=new Set(
S(this._map)),e=this._at>=0&&this._rows?this._rows[this._at]:-1;this._rows=Li(this._layers,this._order,this._layers.map(
n=>t.has(n))),this._at=e<0?-1:this._rows.indexOf(e),this._said.textContent=this._words.rows.replace("{n}",this._rows.length.
toLocaleString("en-US")),this._grid.setAttribute("aria-rowcount",this._rows.length+1),this._body.style.height=Math.min(ce,
this._rows.length*yt)+"px",this._draw()},_place:function(t){let e=0;for(let n of this._layers){if(t<e+n.store.count)return{
layer:n,row:t-e};e+=n.store.count}return null},_view:function(){let t=this._grid.clientHeight-this._head.offsetHeight,e=this.
_rows.length*yt,n=Math.min(ce,e)-t,s=n>0?this._grid.scrollTop/n:0,o=e>ce?s*(e-t):this._grid.scrollTop;return{first:Math.
max(0,Math.floor(o/yt)),count:Math.ceil(t/yt),top:o}},_draw:function(){if(!this._box)return;let{first:t,count:e,top:n}=this.
_view(),s=this._visible(),o=Math.max(0,t-ki),i=Math.min(this._rows.length,t+e+ki),r=[];for(let a=o;a<i;a++){let{layer:l,
row:c}=this._place(this._rows[a]),h=d("div","lb-grid-row"+(a===this._at?" lb-current":""));h.id="lb-row-"+a,h.dataset.at=
a,h.setAttribute("role","row"),h.setAttribute("aria-rowindex",a+2),h.setAttribute("aria-selected",String(l.store.selected[c]===
1)),h.style.top=this._grid.scrollTop+a*yt-n+"px",s.forEach(f=>h.appendChild(this._cell(f,l.store,c))),r.push(h)}A(this._body,
...r),this._at>=o&&this._at<i?this._grid.setAttribute("aria-activedescendant","lb-row-"+this._at):this._grid.removeAttribute(
"aria-activedescendant")},_cell:function({name:t,unit:e},n,s){let o=e?-1:n.columns.findIndex(a=>a.name===t),i=e?n.area(s,
e):o<0?"":n.text(o,s),r=d("div",e?"lb-number":"",i);return r.setAttribute("role","gridcell"),!e&&i.length>10&&(r.title=i),
r},_chosen:function(){let t=this._layers.map(()=>[]);return this._rows.forEach(e=>{let{layer:n,row:s}=this._place(e);t[this.
_layers.indexOf(n)].push(s)}),this._layers.map(({store:e},n)=>({store:e,rows:Uint32Array.from(t[n])})).filter(e=>e.rows.
length)},_copyAll:async function(){let t=this._words,e=await qt(Se(this._chosen(),t,this._map.landbaseDay));this._copy.textContent=
e?t.copied:t.copyFailed,setTimeout(()=>this._copy.textContent=t.copy,2e3)},_line:function(t){let e=t.target.closest(".lb\
-grid-row");return e&&this._rows[e.dataset.at]!==void 0?Number(e.dataset.at):-1},_click:function(t){let e=this._line(t);
e<0||(this._go(e),t.ctrlKey||t.metaKey||t.shiftKey?this._toggle():this._enter())},_over:function(t){let e=this._line(t);
this._mark(e<0?null:this._place(this._rows[e]))},_mark:function(t){this._drawn&&this._drawn.remove(),this._drawn=t&&L.polygon(
t.layer.store.latLngs(t.row),{interactive:!1,fill:!1,color:"#111827",weight:3,renderer:this._svg||(this._svg=L.svg({padding:.3}))}).
addTo(this._map)},_go:function(t){if(!this._rows.length)return;this._at=Math.max(0,Math.min(this._rows.length-1,t));let{
first:e,count:n}=this._view(),s=this._rows.length*yt,o=this._grid.clientHeight-this._head.offsetHeight,i=Math.min(ce,s)-
o;if(this._at<e||this._at>=e+n-1){let r=Math.max(0,this._at-(this._at<e?0:n-2))*yt;this._grid.scrollTop=s>ce?r/(s-o)*i:r}
this._mark(this._place(this._rows[this._at])),this._draw()},_enter:function(){let{layer:t,row:e}=this._place(this._rows[this.
_at]);this._mark(null),this._own=!0,zn(this._map,t,e),this._own=!1},_toggle:function(){let{layer:t,row:e}=this._place(this.
_rows[this._at]);this._map.landbaseSelection&&this._map.landbaseSelection.toggle(t,e)},_follow:function(){if(!this._box||
this._own)return;let{layer:t,row:e}=this._map.landbaseCard,n=e;for(let o of this._layers){if(o===t)break;n+=o.store.count}
let s=this._rows.indexOf(n);s>=0&&this._go(s),this._mark(null)},_key:function(t){if(t.target!==this._grid)return;let e=this.
_view().count-1,n=this._rows.length-1,s={ArrowDown:this._at+1,ArrowUp:this._at-1,PageDown:this._at+e,PageUp:this._at-e,Home:0,
End:n};if(t.key in s)this._go(s[t.key]);else if(t.key==="Enter"&&this._at>=0)this._enter();else if(t.key===" "&&this._at>=
0)this._toggle();else if(t.key==="Escape")this.show(!1);else return;t.preventDefault(),t.stopPropagation()}});function Oi(t,e){
let n=t.landbaseList=new Hc(t,e.list),s=n.button;return s.disabled=!0,Promise.resolve().then(()=>t.landbaseIds||s.remove()),
t.on("lbready",()=>s.disabled=!1),s}var Zc=3,Vc={color:"#d61f69",weight:2.5,fillColor:"#d61f69",fillOpacity:.12},Wt="lbMeasure";function Si(t,e){let n=N(F(t,
1),e.metre);return t<1e3?n:e.also.replace("{first}",n).replace("{second}",N(F(t/1e3,3),e.km))}function Gc(t,e,n){let s=n.
words,o=n.units;if(!e)return[[s.length,Si(cn(t),s)]];if(t.length<3)return[];let i=[s.around,Si(cn([...t,t[0]]),s)];if(gs(
t))return[[s.area,s.crossing],i];let r=_s(t),[a,l]=["mu","ha"].map(function(c){let{times:h,by:f,decimals:u,label:p}=o[c];
return N(F(r*h/f,u),p)});return[[s.area,a],["",l],["",N(F(r,1),s.m2)],i]}var he=L.Class.extend({_name:"lb-measure",initialize:function(t,e){
this._map=t,this._data=e,this._buttons={},t.getPane(Wt)||t.createPane(Wt).classList.add("lb-shade");let n=t.getPane(Wt);
this._drawn=L.featureGroup([],{pane:Wt}),this._renderer=L.svg({pane:Wt,padding:.5}),this._cover=t.getContainer().insertBefore(
d("div","lb-cover"),t.getContainer().querySelector(".leaflet-control-container")),this._cover.hidden=!0,n.style.zIndex=640,
n.style.pointerEvents="none",this._box=this._panel()},_panel:function(){let t=this._data.words,e=d("section",`lb-panel l\
b-kit ${this._name} leaflet-control`);e.hidden=!0,e.setAttribute("aria-label",t.measure),this._list=e.appendChild(d("dl",
"lb-fields")),this._list.setAttribute("aria-live","polite"),e.appendChild(d("p","lb-foot",t.how)),e.appendChild(d("p","l\
b-foot",t.accuracy)),e.appendChild(d("div","lb-measure-buttons")).append(w(t.again,"lb-plain",()=>this._begin()),w(t.close,
"lb-plain",()=>this.stop()));let s=L.Control.extend({options:{position:"bottomleft"},onAdd:()=>e});return new s().addTo(
this._map),L.DomEvent.disableClickPropagation(e),e},button:function(t,e){let n=w(this._data.words[t],"lb-tool",()=>{this.
_closed===e&&this._map.landbaseBusy?this.stop():this.start(e)});return n.setAttribute("aria-pressed","false"),this._buttons[e]=
n,n},_press:function(){[!0,!1].forEach(t=>this._buttons[t]&&this._buttons[t].setAttribute("aria-pressed",String(this._busy===
!0&&t===this._closed)))},start:function(t){let e=this._map;e.landbasePen&&e.landbasePen.stop(),e.landbasePen=this,this._closed=
t,this._busy=e.landbaseBusy=!0,this._zooms=e.doubleClickZoom.enabled(),e.doubleClickZoom.disable(),e.closePopup(),e.landbaseSelection&&
e.landbaseSelection.aim(!1);let n=e.getContainer().querySelector(".lb-filters [aria-expanded=true]");n&&n.click(),e.landbasePicker&&
e.landbasePicker.leave(),e.on("click",this._click,this),e.on("mousemove",this._hover,this),e.on("dblclick",this._finish,
this),L.DomEvent.on(e.getContainer(),"keydown",this._key,this),this._cover.hidden=this._box.hidden=!1,e.getContainer().classList.
add("lb-measuring"),e.getContainer().focus(),this._drawn.addTo(e),this._press(),this._begin()},stop:function(){let t=this.
_map;this._busy&&(this._busy=t.landbaseBusy=!1,this._zooms&&t.doubleClickZoom.enable(),t.off("click",this._click,this),t.
off("mousemove",this._hover,this),t.off("dblclick",this._finish,this),L.DomEvent.off(t.getContainer(),"keydown",this._key,
this),this._cover.hidden=this._box.hidden=!0,t.getContainer().classList.remove("lb-measuring"),this._drawn.clearLayers().
remove(),this._press(),this._buttons[this._closed].focus())},_begin:function(){this._places=[],this._done=!1,this._map.getContainer().
focus(),this._draw(null)},_click:function(t){this._add(t.latlng)},_add:function(t){this._done&&this._begin();let e=this.
_places[this._places.length-1],n=this._map;e&&n.latLngToContainerPoint(e).distanceTo(n.latLngToContainerPoint(t))<Zc||this.
_places.push(t),this._draw(null)},_hover:function(t){!this._done&&this._places.length&&this._draw(t.latlng)},_finish:function(){
this._done=!0,this._draw(null)},_key:function(t){if(!(t.target!==this._map.getContainer()&&t.key!=="Escape")){if(t.key===
"Escape")this.stop();else if(t.key===" ")this._add(this._map.getCenter());else if(t.key==="Enter")this._finish();else if(t.
key==="Backspace")this._places.pop(),this._done=!1,this._draw(null);else return;L.DomEvent.stop(t)}},_draw:function(t){let e=t?
[...this._places,t]:this._places,n=this._drawn,s=Object.assign({renderer:this._renderer,pane:Wt,interactive:!1},Vc);n.clearLayers(),
this._closed&&e.length>2?n.addLayer(L.polygon(e,s)):e.length>1&&n.addLayer(L.polyline(e,s)),this._places.forEach(r=>n.addLayer(
L.circleMarker(r,Object.assign({},s,{radius:4,fillColor:"#ffffff",fillOpacity:1,weight:2}))));let i=e.length?Gc(e.map(r=>[
r.lng,r.lat]),this._closed,this._data):[];A(this._list,...i.flatMap(([r,a])=>[d("dt","",r),d("dd","",a)])),this._list.setAttribute(
"aria-live",t?"off":"polite")}});function Mi(t,e){return t.landbaseMeasure=t.landbaseMeasure||new he(t,e),t.landbaseMeasure}
var Pi=(t,e)=>Mi(t,e).button("measureLength",!1),Ti=(t,e)=>Mi(t,e).button("measureArea",!0);var Z={notes:200,letters:500,places:500,link:1800,bytes:2e6},Ii={point:"Point",line:"LineString",area:"Polygon"},Ke={point:1,
line:2,area:3},Vn=["point","line","area"],$e=1e5,Ni=6,Je=t=>(typeof t=="string"?t:"").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
"").slice(0,Z.letters),Kc=t=>Array.isArray(t)&&t.slice(0,2).every(Number.isFinite)&&t.length>=2&&Math.abs(t[0])<=180&&Math.
abs(t[1])<=85;function zi(t,e,n,s){return!(t in Ke)||!Array.isArray(e)||e.length<Ke[t]||e.length>Z.places||t==="point"&&
e.length>1||!e.every(Kc)?null:{kind:t,places:e.map(([o,i])=>[o,i]),text:Je(n),parcel:Je(s).slice(0,64)}}function Di(t){let e=([
s,o])=>[Number(s.toFixed(Ni)),Number(o.toFixed(Ni))],n=t.map(function({kind:s,places:o,text:i,parcel:r},a){let l=o.map(e),
c={point:l[0],line:l,area:[[...l,l[0]]]}[s];return{type:"Feature",geometry:{type:Ii[s],coordinates:c},properties:Object.
assign({number:a+1,note:i},r?{parcel_id:r}:{})}});return JSON.stringify({type:"FeatureCollection",landbase:"notes",features:n},
null,1)}function $c(t){let{geometry:e,properties:n}=t||{};if(!e||!n||typeof n!="object")return null;let s=Vn.find(r=>Ii[r]===
e.type),{coordinates:o}=e;if(!s||!Array.isArray(o))return null;let i=s==="point"?[o]:o;return s==="area"&&(i=Array.isArray(
o[0])?o[0].slice(0,-1):[]),zi(s,i,n.note,n.parcel_id)}function Fi(t){let e=null;try{e=JSON.parse(t)}catch{return null}if(!e||
e.landbase!=="notes"||!Array.isArray(e.features))return null;let n=e.features.slice(0,Z.notes).map($c),s=n.filter(Boolean);
return{notes:s,left:e.features.length-s.length}}function Ye(t){return t.length?JSON.stringify(t.map(function({kind:e,places:n,
text:s,parcel:o}){let i=0,r=0,a=n.flatMap(function([l,c]){let h=[Math.round(l*$e)-i,Math.round(c*$e)-r];return i+=h[0],r+=
h[1],h});return[Vn.indexOf(e),s,o,...a]})):""}function Ri(t){let e=null;try{e=JSON.parse(t||"[]")}catch{return[]}return Array.
isArray(e)?e.slice(0,Z.notes).filter(Array.isArray).map(function([n,s,o,...i]){if(!i.every(Number.isInteger)||i.length%2)
return null;let r=[],a=0,l=0;for(let c=0;c<i.length;c+=2)r.push([(a+=i[c])/$e,(l+=i[c+1])/$e]);return zi(Vn[n],r,s,o)}).
filter(Boolean):[]}function ji(t,e){let n=new Set(t.map(s=>JSON.stringify(s)));return[...t,...e.filter(s=>!n.has(JSON.stringify(
s)))]}var Xe="lbNotes",Kn="#0b6e4f",Gn=20,Jc=1200,Yc={color:Kn,weight:2.5,fillColor:Kn,fillOpacity:.12,interactive:!1},Xc=he.extend(
{_name:"",initialize:function(t,e,n){he.prototype.initialize.call(this,t,e),this._kept=n},draw:function(t,e){this._kind=
t,this._buttons={true:e,false:e},this.start(t==="area")},_press:function(){Object.values(this._buttons).forEach(t=>t.setAttribute(
"aria-pressed",String(this._busy===!0)))},_add:function(t){he.prototype._add.call(this,t),this._kind==="point"&&this._finish()},
_finish:function(){let t=this._places.map(({lng:e,lat:n})=>[e,n]).slice(0,Z.places);t.length<Ke[this._kind]||(this.stop(),
this._kept({kind:this._kind,places:t,text:"",parcel:""}))}});function Qc(t,e,n){let s=L.divIcon({className:"lb-memo-mark",
html:d("span","",String(e)),iconSize:[Gn,Gn]}),o=L.marker(t,{icon:s,title:n,pane:Xe});return o.paint=function(i,r){let[a,
l]=r.at(o.getLatLng());i.beginPath(),i.arc(a,l,Gn/2,0,2*Math.PI),Object.assign(i,{fillStyle:Kn,strokeStyle:"#ffffff",lineWidth:1.5,
textAlign:"center",textBaseline:"middle",font:"600 12px sans-serif"}),i.fill(),i.stroke(),i.fillStyle="#ffffff",i.fillText(
String(e),a,l)},o}var Bi=t=>t.map(([e,n])=>[n,e]),th=L.Class.extend({initialize:function(t,e){let n=this._words=e.memo;this.
_map=t,this._notes=[],this._group=L.featureGroup().addTo(t),t.createPane(Xe).style.zIndex=630,this._renderer=L.svg({pane:Xe,
padding:.5}),this._pencil=new Xc(t,Object.assign({},e,{words:Object.assign({},e.words,n.drawing)}),s=>this._keep(s)),this.
button=w(n.memo,"lb-tool",()=>this.open(this._box.hidden)),this.button.setAttribute("aria-pressed","false"),this._box=this.
_panel(),this._take(),window.addEventListener("hashchange",()=>this._take()),this._receive(t.getContainer()),window.addEventListener(
"beforeunload",s=>{this._unlinked&&this._unsaved&&s.preventDefault()})},_panel:function(){let t=this._words,e=d("section",
"lb-panel lb-kit lb-memos leaflet-control");e.hidden=!0,e.setAttribute("aria-label",t.memo);let n=e.appendChild(d("div",
"lb-measure-buttons"));["point","line","area"].forEach(r=>{let a=n.appendChild(w(t[r],"lb-plain",()=>this._pencil.draw(r,
a)))}),this._list=e.appendChild(d("ol","lb-memo-list")),this._said=e.appendChild(d("p","lb-foot")),this._said.setAttribute(
"role","status");let s=e.appendChild(d("input"));Object.assign(s,{type:"file",accept:".json,.geojson",hidden:!0}),s.addEventListener(
"change",()=>{s.files.length&&this._read(s.files[0]),s.value=""});let o=e.appendChild(d("div","lb-measure-buttons"));this.
_save=w(t.save,"lb-plain",()=>this.save()),o.append(this._save,w(t.open,"lb-plain",()=>s.click()),w(t.close,"lb-plain",()=>this.
open(!1))),e.addEventListener("keydown",r=>{r.key==="Escape"&&this.open(!1)});let i=L.Control.extend({options:{position:"\
bottomleft"},onAdd:()=>e});return new i().addTo(this._map),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(
e),e},open:function(t){t&&this._map.landbaseMeasure&&this._map.landbaseMeasure.stop(),this._box.hidden=!t,this._map.getContainer().
classList.toggle("lb-noting",t),this.button.setAttribute("aria-pressed",String(t)),(t?this._box.querySelector("button"):
this.button).focus()},_tell:function(){let{how:t,unlinked:e,linked:n}=this._words,{notes:s,letters:o}=Z,i=this._unlinked?
e:this._notes.length?n:t;this._said.textContent=i.replace("{n}",s).replace("{letters}",o),this._save.disabled=!this._notes.
length},_line:function(t,e){let n=this._words,s=d("li","lb-memo"),o=c=>c.replace("{n}",e+1);s.appendChild(w(String(e+1),
"lb-memo-number",()=>this._show(t))).setAttribute("aria-label",o(n.show));let r=s.appendChild(d("div","lb-memo-text"));t.
parcel&&r.appendChild(d("span","lb-memo-parcel",n.about.replace("{id}",t.parcel)));let a=r.appendChild(d("textarea","lb-\
input"));return Object.assign(a,{value:t.text,rows:2,maxLength:Z.letters,placeholder:n.write}),a.setAttribute("aria-labe\
l",o(n.text)),a.addEventListener("input",()=>{t.text=Je(a.value),this._store()}),a.addEventListener("change",()=>this._draw()),
s.appendChild(w("×","lb-small",()=>this._remove(e))).setAttribute("aria-label",o(n.remove)),s},_show:function(t){Bt(this.
_map,L.latLngBounds(Bi(t.places)))},_remove:function(t){this._notes.splice(t,1),this._changed();let e=this._list.querySelectorAll(
"textarea");(e[Math.min(t,e.length-1)]||this._box.querySelector("button")).focus()},_keep:function(t){return this._notes.
length>=Z.notes?U(this._map,this._words.full.replace("{n}",Z.notes)):(t.kind==="point"&&!t.parcel&&(t.parcel=this._parcelAt(
t.places[0])),this._notes.push(t),this.open(!0),this._changed(),this._list.lastChild.querySelector("textarea").focus())},
_parcelAt:function([t,e]){for(let{store:n}of S(this._map)){let s=n.at(...E.units({lng:t,lat:e}),0,0);if(s>=0)return this.
_idOf(n,s)}return""},_idOf:function(t,e){let n=t.columns.findIndex(({name:s})=>s==="parcel_id");return n<0?"":t.text(n,e)},
forCard:function({store:t},e,n){return w(this._words.here,"lb-small lb-choose",()=>{this._map.closePopup(),this._keep({kind:"\
point",places:[[n.lng,n.lat]],text:"",parcel:this._idOf(t,e)})})},_changed:function(){this._draw(),A(this._list,...this.
_notes.map((t,e)=>this._line(t,e))),this._store()},_draw:function(){let t=Object.assign({renderer:this._renderer,pane:Xe},
Yc);this._group.clearLayers(),this._notes.forEach(({kind:e,places:n,text:s},o)=>{let i=Bi(n);e==="line"&&this._group.addLayer(
L.polyline(i,t)),e==="area"&&this._group.addLayer(L.polygon(i,t)),Qc(i[0],o+1,s||this._words.memo).addTo(this._group).on(
"click",()=>{this.open(!0),this._list.children[o].querySelector("textarea").focus()})})},_store:function(){let t=Ye(this.
_notes);this._unsaved=this._notes.length>0,this._unlinked=encodeURIComponent(t).length>Z.link,I("notes",this._unlinked?"":
t),this._tell()},_take:function(){if(this._unlinked&&!M("notes"))return;let t=Ri(M("notes"));(Ye(t)!==Ye(this._notes)||!t.
length)&&(this._notes=t,this._draw(),A(this._list,...t.map((e,n)=>this._line(e,n)))),this._tell()},save:function(){le(this.
_words.file+".geojson",new Blob([Di(this._notes)],{type:"application/geo+json"})),this._unsaved=!1},_read:async function(t){
let e=this._words,n=t.size>Z.bytes?null:Fi(await t.text());if(!n)return U(this._map,e.none.replace("{file}",t.name));let s=ji(
this._notes,n.notes),o=s.slice(0,Z.notes),i=n.left+s.length-o.length;this._notes=o,this.open(!0),this._changed();let r=e.
read.replace("{n}",n.notes.length)+(i?e.left.replace("{n}",i):"");return this._said.textContent=r,vt(this._map,r)},_receive:function(t){
let e=n=>n.dataTransfer&&[...n.dataTransfer.types].includes("Files");t.addEventListener("dragover",n=>e(n)&&n.preventDefault()),
t.addEventListener("drop",n=>{e(n)&&(n.preventDefault(),[...n.dataTransfer.files].slice(0,1).forEach(s=>this._read(s)))})},
lines:function(){let t=[],e=Jc;this._notes.every(function({text:s,parcel:o},i){let r=i+1+". "+(o?o+" ":"")+s.replace(/\n/g,
" ");return e-=r.length,e>=0&&t.push(r),e>=0});let n=this._notes.length-t.length;return n&&t.push(this._words.unprinted.
replace("{n}",n)),t.length?[this._words.memo+this._words.colon+t.join("　")]:[]}});function Ui(t,e){return t.landbaseNotepad=
new th(t,e),t.landbaseNotepad.button}var de=2,ht=12,Jn=22,wt=20,Xn="#1f2933",eh="#5f6c7b",nh="#dde3e9",Yn={size:18,weight:600,color:"#ffffff",tall:26},Qe={size:13,
weight:400,color:"#dfe8f0",tall:20},sh=/[!-~]+[\s、，。]*|[^!-~][、，。：）]*/gu,Wi=()=>getComputedStyle(document.
documentElement).getPropertyValue("--lb-fonts"),Hi=({size:t=13,weight:e=400})=>e+" "+t+"px "+Wi();function xt(t,e,n,s,o){
t.font=Hi(o),t.fillStyle=o.color||Xn,t.textAlign=o.align||"left",t.textBaseline="middle",t.fillText(e,n,s)}function tn(t,e,n){
return t.font=Hi(n),t.measureText(e).width}function $n(t,e,n,s){let o=[""],i=a=>tn(t,a.trimEnd(),n)<=s,r=function(a){let l=o[o.
length-1];l&&!i(l+a)?o.push(a):o[o.length-1]+=a};return(e.match(sh)||[]).forEach(a=>(i(a)?[a]:[...a]).forEach(r)),o.map(
a=>Object.assign({text:a},n))}function oh(t,e,n,s){let o=s-2*wt,i=e.marks.join("　"),r=$n(t,e.title,Yn,o),l=tn(t,e.title,
Yn)+24+tn(t,i,Qe)<=o?i:"";if(i&&!l&&r.push(...$n(t,i,Qe,o)),e.filters.length){let c=n.filtered+e.filters.join(n.and);r.push(
...$n(t,c,Qe,o))}return{lines:r,beside:l,height:r.reduce((c,h)=>c+h.tall,22)}}function ih(t,e,n){t.fillStyle="#22384d",t.
fillRect(0,0,n,e.height);let s=11;e.lines.forEach(function(i){xt(t,i.text,wt,s+i.tall/2,i),s+=i.tall});let o=Object.assign(
{},Qe,{align:"right"});xt(t,e.beside,n-wt,11+Yn.tall/2,o)}var rh=t=>[...t.rows].map(function(e){let n=e.querySelector(".\
lb-swatch");return{texts:[...e.cells].map(s=>s.textContent),look:n&&[n.style.backgroundColor,n.style.borderColor],head:e.
parentElement.tagName==="THEAD",total:e.className==="lb-total"}}).filter(e=>e.head||e.total||e.texts[1]!=="0");function ah(t,e){
return t.font="600 13px "+Wi(),e[0].texts.map((n,s)=>Math.max(...e.map(o=>t.measureText(o.texts[s]).width+(s?18:36))))}function lh(t,e,n){
if(!e.tables.length)return null;let[s]=e.tables,o=rh(s),i=ah(t,o),r=s.caption.textContent,a=i.reduce((f,u)=>f+u,14),l=Math.
max(a,28+tn(t,r,{weight:600}));i[0]+=l-a;let c=(o.length+1)*Jn+2*ht,h=l<n.x/2&&c+2*ht<=n.y;return{title:r,lines:o,columns:i,
width:l,height:c,inside:h}}function ch(t,e,n,s){let{columns:o,lines:i}=e,r=o.map((a,l)=>o.slice(0,l+1).reduce((c,h)=>c+h,
n));t.fillStyle="#ffffff",t.strokeStyle=nh,t.lineWidth=1,t.fillRect(n,s,e.width,e.height),t.strokeRect(n+.5,s+.5,e.width-
1,e.height-1),xt(t,e.title,n+14,s+ht+Jn/2,{weight:600}),i.forEach(function(a,l){let c=s+ht+Jn*(l+1.5),h=a.total?600:400,
f=a.head?{size:12,color:eh}:{weight:h};a.look&&(t.fillStyle=a.look[0],t.strokeStyle=a.look[1],t.fillRect(n+14,c-6,12,12),
t.strokeRect(n+14.5,c-5.5,11,11));let u=a.look?34:14;xt(t,a.texts[0],n+u,c,f),a.texts.slice(1).forEach((p,m)=>xt(t,p,r[m+
1],c,Object.assign({align:"right"},f)))})}function Zi(t,e,n,s,o){t.fillStyle="rgba(255, 255, 255, 0.75)",t.fillRect(e,n,
s,o)}function hh(t,e,n,s){let o=Pt(160*e,s),i=o.metres/e,r=wt,a=n-24;Zi(t,r-6,a-22,i+12,28),t.strokeStyle=Xn,t.lineWidth=
2,t.beginPath(),t.moveTo(r,a-6),t.lineTo(r,a),t.lineTo(r+i,a),t.lineTo(r+i,a-6),t.stroke(),xt(t,o.text,r+i/2,a-12,{align:"\
center",size:12})}function dh(t,e,n){let s=new Path2D("M10 0 L18 30 L10 24 L2 30 Z");Zi(t,wt-4,e+8,28,58),xt(t,n.north,wt+
10,e+20,{weight:600,align:"center"}),t.save(),t.translate(wt,e+32),t.fillStyle=Xn,t.strokeStyle="#ffffff",t.lineWidth=.6,
t.fill(s),t.stroke(s),t.restore()}function qi(t,e,n){let s=t.getSize(),o=mt(t),i=e.words,r=document.createElement("canva\
s"),a=r.getContext("2d"),l=lh(a,o,s),c=l&&!l.inside,h=s.x+(c?l.width+2*ht:0),f=Math.max(s.y,c?l.height+2*ht:0),u=oh(a,o,
i,h),p=t.getCenter();r.width=h*de,r.height=(u.height+f)*de;let m=Mt(t,{center:p,zoom:t.getZoom(),width:s.x,height:s.y,ratio:de,
ground:"#e9eef2",tiles:n});return a.scale(de,de),a.fillStyle="#ffffff",a.fillRect(0,0,h,u.height+f),a.drawImage(m,0,u.height,
s.x,s.y),ih(a,u,h),l&&ch(a,l,h-l.width-ht,u.height+ht),dh(a,u.height,i),hh(a,st(p.lat,t.getZoom()),u.height+s.y,i),r}function Vi(t,e){
let n=e.words;return w(n.picture,"lb-tool",function(){if(!be(t))return U(t,n.unready);let s=function(i){le(mt(t).title+"\
.png",i),vt(t,n.saved)},o=qi(t,e,!0);try{o.toBlob(s,"image/png")}catch(i){if(i.name!=="SecurityError")throw i;qi(t,e,!1).
toBlob(s,"image/png"),U(t,n.withoutTiles)}})}var fh=1.15,uh=4,Gi=300,Qn=60;function Ki(t,e){let n=t.getCenter(),[s,o]=[t.getWest(),t.getEast()],i=L.latLng(n.lat,s).distanceTo(
[n.lat,o]),r=L.latLng(t.getSouth(),n.lng).distanceTo([t.getNorth(),n.lng]);return{center:n,across:Math.max(Gi,i*e),down:Math.
max(Gi,r*e)}}function $i(t,e,n,s){let o=S(t).map(({store:r})=>({store:r,shown:r.shown,selected:r.selected})),i=function(){
o.forEach(function({store:r,shown:a,selected:l}){r.shown=a.map((c,h)=>c&&e(r,h)?1:0),r.selected=l.map((c,h)=>c&&n(r,h)?1:
0)});try{return s()}finally{o.forEach(({store:r,shown:a,selected:l})=>Object.assign(r,{shown:a,selected:l}))}};return t.
landbaseOverview?t.landbaseOverview.plainly(i):i()}function ph(t,e,{heads:n,lines:s,total:o}){let i=d("table"),r=d("thea\
d"),a=d("tbody"),l=d("tfoot"),c=function(p,m,_){let g=d("tr");return g.appendChild(d("th")).append(..._?[W(_)]:[],p),m.forEach(
b=>g.appendChild(d("td","",b))),g},h={count:0,mu:0,ha:0},f=({count:p,mu:m,ha:_})=>[p.toLocaleString("en-US"),lt(m),lt(_)];
i.dataset.part="legend",i.appendChild(d("caption","",t));let u=r.appendChild(d("tr"));return n.forEach(p=>u.appendChild(
d("th","",p))),s.filter(({position:p})=>e.has(p)).forEach(function(p){let m=e.get(p.position);Object.keys(h).forEach(_=>h[_]+=
m[_]),a.appendChild(c(p.label,f(m),p))}),l.appendChild(c(o.label,f(h))).className="lb-total",i.append(r,a,l),i}function Ji({
title:t,lines:e}){let n=d("table","lb-overview"),s=d("tbody");return n.append(d("caption","",t),s),e.forEach(o=>s.appendChild(
d("tr")).appendChild(d("th")).append(W(o),o.label)),n}function mh(t,e,n){return new Map(S(t).map(function({store:s}){let{
codes:o,keys:i,parts:r}=X(s,e),a=i.indexOf(n),l=Uint8Array.from(o,c=>c===a?1:0);return r&&r.rows.forEach((c,h)=>r.lines[h]===
a&&(l[c]=1)),[s,l]}))}function _h(t,e,n){let{groups:s,categories:o,units:i}=e,r=Ut(t,s.column,"class",o),a=Te(r,Nt(s.labels,
r),i),l=new Map;return t.eachLayer(c=>(c.lands||[]).forEach(({name:h,polygon:f})=>f&&l.set(h,L.latLngBounds(f.getBounds().
getSouthWest(),f.getBounds().getNorthEast()).extend(l.get(h)||f.getBounds())))),[...a].map(function([c,h]){let f=mh(t,s.
column,c),u=c||s.missing,p=(_,g)=>f.get(_)[g],m=l.get(c)||rt(t,(_,g)=>_.shown[g]&&p(_,g));return m&&{name:u,view:Ki(m,fh),
draw:_=>$i(t,p,()=>!0,_),tables:[ph(e.title,h,e)],note:n.ofBanner.replace("{banner}",u),groupNotes:[s.note]}}).filter(Boolean)}
function gh(t){let e=t.landbaseSelection;return(e?e.chosen():[]).map(function({layer:n,row:s}){let{store:o,options:i}=n,
r=4*s;if(o.polygons[s]===o.polygons[s+1])return null;let[a,l]=[r,r+2].map(h=>E.lonLat(o.boxes[h],o.boxes[h+1])),c=(h,f)=>h===
o&&f===s;return{name:o.columns.length&&o.text(0,s)||i.untitled,view:Ki(L.latLngBounds([a[1],a[0]],[l[1],l[0]]),uh),draw:h=>$i(
t,()=>!0,c,h),alone:!0,tables:[Un(n,s),...t.landbaseLegend?[Ji(t.landbaseLegend)]:[]]}}).filter(Boolean)}function bh(t,e){
let{days:n,tables:s,note:o,earlier:i}=t.landbaseCompare.printed(),r=t.landbaseLegend?[Ji(t.landbaseLegend)]:[];return[{view:e,
days:n,earlier:i,draw:a=>a(),tables:[...s,...r],note:o}]}function Yi(t){let e=t.landbaseLegend,n=t.landbaseSelection;return[
...t.landbaseCompare&&t.landbaseCompare.printed()?["days"]:[],"view",...e&&e.groups?["banner"]:[],...n&&n.chosen().length?
["parcel"]:[]]}function Xi(t,e,n,s){return e==="days"?bh(t,s):e==="banner"?_h(t,t.landbaseLegend,n):gh(t)}var Qi=2,ts=96/25.4,yh=3,wh=2,xh=12,en=[100,1e8],vh={days:"pagesDays",view:"pagesView",banner:"pagesBanner",parcel:"page\
sParcel"},tr=/(\d{4}-\d{2}-\d{2})/,Ch=.85,es=.5,Eh=.05,Lh=[1,1.25,1.5,2,2.5,3,4,5,6,7.5,10],er={A4:{width:297,height:210,
map:[186,167]},A3:{width:420,height:297,map:[300,254]}},kh={A4:{width:210,height:297,map:[190,166],upright:!0},A3:{width:297,
height:420,map:[277,256],upright:!0}};function Ah(t){let e=10**Math.floor(Math.log10(t));return Lh.map(n=>n*e).find(n=>n>=
t*(1-1e-9))}function Oh(){let t=new Date;return Date.UTC(t.getFullYear(),t.getMonth(),t.getDate())/864e5}function Ht(t){
let e=d("p");return e.append(...t.split(tr).map(n=>tr.test(n)?d("span","lb-date",n):n)),e}var nr=t=>t.scrollHeight>t.clientHeight||
getComputedStyle(t).columnCount!=="auto"&&t.scrollWidth>t.clientWidth;function nn(t,e){for(let n=1;n>=e-1e-9;n-=Eh)if(t.
style.setProperty("--lb-type",n.toFixed(2)),!nr(t))return!0;return!1}function Sh(t){if(typeof OffscreenCanvas>"u")return t;
let e=new OffscreenCanvas(t.width,t.height),n=document.createElement("canvas");return e.getContext("2d").drawImage(t,0,0),
n.width=t.width,n.height=t.height,n.getContext("bitmaprenderer").transferFromImageBitmap(e.transferToImageBitmap()),n}var Mh=L.
Class.extend({initialize:function(t,e){this._map=t,this._words=e.words,this._data=e,this.button=w(e.words.print,"lb-tool",
()=>this.open()),window.addEventListener("beforeprint",()=>{this._box||this.open({once:!0})}),window.addEventListener("a\
fterprint",()=>this._once&&this.close())},open:function(t){if(!this._box)return this._once=!!(t&&t.once),be(this._map)?(this.
_view=zs(this._map),this._box=document.body.appendChild(d("div","lb-print")),this._box.setAttribute("role","dialog"),this.
_box.setAttribute("aria-modal","true"),this._box.setAttribute("aria-label",this._words.print),document.body.classList.add(
"lb-printing"),this._page=document.head.appendChild(d("style")),this._form=this._box.appendChild(this._fields()),this._stage=
this._box.appendChild(d("div","lb-stage")),this._resized=()=>this._fit(),window.addEventListener("resize",this._resized),
this._box.addEventListener("keydown",e=>this._key(e)),this._rescale(),this._paper.focus()):this._refuse()},_refuse:function(){
if(!this._once)return U(this._map,this._words.unready);this._box=document.body.appendChild(d("div","lb-print")),this._box.
appendChild(d("p","lb-unready",this._words.unready)),document.body.classList.add("lb-printing")},close:function(){this._turn=
(this._turn||0)+1,this._resized&&window.removeEventListener("resize",this._resized),document.body.classList.remove("lb-p\
rinting"),this._box.remove(),this._page&&this._page.remove(),this._box=null,this.button.focus()},_key:function(t){if(t.key===
"Escape"&&this.close(),t.key!=="Tab")return;let e=[...this._form.querySelectorAll("select, input, button")].filter(o=>o.
offsetParent&&!o.disabled),n=t.shiftKey?e[e.length-1]:e[0],s=t.shiftKey?e[0]:e[e.length-1];document.activeElement===s&&(t.
preventDefault(),n.focus())},_fields:function(){let t=this._words,e=d("form","lb-print-form"),n=function(i,r){let a=e.appendChild(
d("label","",t[i]));return r.classList.add("lb-input","lb-field-"+i),a.appendChild(r),r},s=(i,r)=>{let a=n(i,d("input"));
return a.value=r,a.addEventListener("change",()=>this._draw()),a},o=(i,r)=>{let a=n(i,d("select"));return r.forEach(([l,
c])=>a.appendChild(d("option","",c)).value=l),a.addEventListener("change",()=>this._rescale()),a};return e.addEventListener(
"submit",i=>i.preventDefault()),this._kind=o("pages",Yi(this._map).map(i=>[i,t[vh[i]]])),this._kind.parentElement.hidden=
this._kind.options.length<2,this._paper=o("paper",Object.keys(er).map(i=>[i,i])),this._way=o("way",["across","upright"].
map(i=>[i,t[i]])),this._scale=n("scale",d("input")),Object.assign(this._scale,{type:"number",min:en[0],max:en[1],step:"a\
ny"}),this._scale.addEventListener("change",()=>this._setScale(Number(this._scale.value))),this._day=s("day",$(Oh(),this.
_words.date)),this._maker=s("maker",""),this._source=s("source",this._data.source),this._said=e.appendChild(d("span","lb\
-print-said")),this._said.setAttribute("role","status"),this._now=w(t.printNow,"lb-plain lb-main",()=>window.print()),e.
append(this._now,w(t.close,"lb-plain",()=>this.close())),e},_paperNow:function(){return(this._way.value==="upright"?kh:er)[this.
_paper.value]},_scaleOf:function({view:t,days:e}){let[n,s]=this._paperNow().map,[o,i]=en,r=e?(n-Qi)/2:n,a=Ah(Math.max(t.
across/r,t.down/s)*1e3);return Math.min(i,Math.max(o,a))},_rescale:function(){this._fixed=null,this._pages=this._kind.value===
"view"?[{view:this._view,draw:t=>t()}]:Xi(this._map,this._kind.value,this._words,this._view),this._draw()},_setScale:function(t){
let[e,n]=en;t>0&&(this._fixed=Math.min(n,Math.max(e,t))),this._draw()},_draw:function(){let t=this._paperNow(),e=this._pages.
slice(0,Qn),n=this._turn=(this._turn||0)+1,s=this._pages.length;this._page.textContent="@page { size: "+t.width+"mm "+t.
height+"mm; margin: 0 }",this._stage.classList.toggle("lb-many",e.length>1),A(this._stage),this._scale.value=this._fixed||
(e.length?this._scaleOf(e[0]):""),this._now.disabled=e.length>1;let o=i=>{n!==this._turn||!this._box||(i<e.length&&this.
_add(t,e[i],e.length),this._said.textContent=e.length<2?"":this._words[s>e.length?"tooManyPages":"drawn"].replace("{n}",
Math.min(i+1,e.length)).replace("{all}",e.length).replace("{most}",Qn),i+1<e.length?setTimeout(o,0,i+1):this._now.disabled=
!e.length)};o(0)},_add:function(t,e,n){this._denominator=this._fixed||this._scaleOf(e);let{about:s,figure:o}=e.draw(()=>({
about:mt(this._map),figure:this._figure(t,e,n)}));e.tables&&Object.assign(s,{tables:e.tables,groupNotes:e.groupNotes||[]});
let i=this._stage.appendChild(d("div","lb-holder")),r=d("article",t.upright?"lb-sheet lb-upright":"lb-sheet");e.alone?Object.
assign(s,{marks:[s.title,...s.marks],title:e.name}):e.name&&(s.title=this._words.pageTitle.replace("{title}",s.title).replace(
"{name}",e.name)),r.style.width=t.width+"mm",r.style.height=t.height-.5+"mm",r.style.setProperty("--lb-map-height",t.map[1]+
"mm");let a=r.appendChild(d("header","lb-sheet-head"));a.appendChild(d("h1","",s.title)),a.appendChild(d("p","",s.marks.
join("　"))),r.append(o,this._side(s,e),this._foot()),i.appendChild(r),this._spare(r.querySelector(".lb-sheet-side")),nn(
r.querySelector(".lb-sheet-foot"),es),this._fit()},_figure:function(t,e,n){let[s,o]=t.map;if(!e.days)return this._mapOf(
[s,o],e.view,n);let i=d("figure","lb-sheet-pair"),r=[(s-Qi)/2,o],[a,l]=[e.earlier,c=>c()].map(c=>c(()=>this._mapOf(r,e.view,
n)));return[a,l].forEach((c,h)=>c.appendChild(d("span","lb-sheet-day",e.days[h]))),i.append(a,l),i},_mapOf:function([t,e],n,s){
let o=d("figure","lb-sheet-map"),i=n.center.lat,r=this._denominator/1e3/ts,a=Sh(Mt(this._map,{center:n.center,zoom:Math.
log2(st(i,0)/r),width:t*ts,height:e*ts,ratio:s>xh?wh:yh,ground:"#f4f6f8"}));return a.style.width=o.style.width=t+"mm",a.
style.height=o.style.height=e+"mm",a.setAttribute("role","img"),a.setAttribute("aria-label",this._words.map),o.append(a,
this._north()),o},_north:function(){let t=d("div","lb-north"),e=L.SVG.create("svg"),n=L.SVG.create("path");return e.setAttribute(
"viewBox","0 0 20 30"),n.setAttribute("d","M10 0 L18 30 L10 24 L2 30 Z"),e.appendChild(n),t.append(d("span","",this._words.
north),e),t},_side:function(t,e){let n=d("section","lb-sheet-side"),s=this._words;return t.tables.forEach(function(o){let i=n.
appendChild(o.cloneNode(!0));o.tagName==="TABLE"&&(i.className=o.dataset.part==="groups"?"lb-sheet-groups":"lb-sheet-leg\
end",i.querySelectorAll("tbody tr").forEach(r=>{r.cells[1]&&r.cells[1].textContent==="0"&&r.remove()}))}),t.filters.length&&
n.appendChild(Ht(s.filtered+t.filters.join(s.and))),t.tables.length&&(e.note||!e.name)&&n.appendChild(Ht(e.note||s.ofAll)),
t.notes.forEach(o=>n.appendChild(Ht(o))),t.groupNotes.forEach(o=>n.appendChild(Ht(o)).classList.add("lb-sheet-groups")),
n},_spare:function(t){let e=t.querySelectorAll(".lb-sheet-groups");nn(t,Ch)||(e.forEach(n=>n.hidden=!0),nn(t,es),e.forEach(
n=>n.hidden=!1),!(!e.length||!nr(t))&&(e.forEach(n=>n.remove()),t.appendChild(Ht(this._words.noRoom)),nn(t,es)))},_foot:function(){
let t=this._words,e=this._denominator,n=d("footer","lb-sheet-foot"),s=Pt(60*e/1e3,t),o=n.appendChild(d("div","lb-sheet-s\
cale"));o.appendChild(d("span","lb-ratio",t.ratio+e.toLocaleString("en-US")));let i=o.appendChild(d("span","lb-scale-bar"));
i.style.width=s.metres/e*1e3+"mm",i.append(...[1,2,3,4].map(()=>d("i"))),o.appendChild(d("span","",s.text)),o.appendChild(
d("small","",t.centre));let r=[["source",this._source],["maker",this._maker],["day",this._day]].filter(([,a])=>a.value.trim()).
map(([a,l])=>t[a]+t.colon+l.value.trim());return n.appendChild(Ht(r.join("　"))),n},_fit:function(){let t=this._stage;[
...t.children].forEach(function(e){let n=e.firstElementChild,{offsetWidth:s,offsetHeight:o}=n,i=Math.min(1,(t.clientWidth-
32)/s,(t.clientHeight-32)/o),r=Math.max(.3,i);n.style.transform="scale("+r+")",e.style.width=s*r+"px",e.style.height=o*r+
"px"})}}),sr=(t,e)=>new Mh(t,e).button;function Ph(){let t=M("theme");return t==="dark"||t==="light"?t:null}function or(t,e){let n=e.words,s=document.documentElement,
o=window.matchMedia("(prefers-color-scheme: dark)"),i=()=>o.matches?"dark":"light",r=w(n.dark,"lb-tool",function(){let c=s.
dataset.theme==="dark"?"light":"dark";I("theme",c===i()?"":c),a(c)}),a=function(c){s.dataset.theme=c,r.setAttribute("ari\
a-pressed",String(s.dataset.theme==="dark"))},l=()=>a(Ph()||i());return o.addEventListener("change",l),window.addEventListener(
"hashchange",l),l(),r}var ir={measureLength:Pi,measureArea:Ti,memo:Ui,print:sr,picture:Vi,theme:or,list:Oi};function Th(t,e){let n=t.getContainer().
previousElementSibling;if(n&&n.classList.contains("lb-title")){n.appendChild(e);return}let s=L.Control.extend({options:{
position:"topleft"},onAdd:()=>{let o=d("div","lb-tools-alone leaflet-control");return o.appendChild(e),L.DomEvent.disableClickPropagation(
o),o}});t.getContainer().classList.add("lb-map"),new s().addTo(t)}function Nh(t,e){let n=[...t.querySelectorAll("a[href]\
, button, input, [tabindex]")].filter(i=>i.offsetParent&&!i.disabled&&i.tabIndex>=0),[s,o]=e.shiftKey?[n[0],n[n.length-1]]:
[n[n.length-1],n[0]];document.activeElement===s&&(e.preventDefault(),o.focus())}function Ih(t){let e=null;t.on("popupope\
n",function(n){let s=n.popup.getElement(),o=s.querySelector(".lb-card-title");if(!o)return;s.setAttribute("role","dialog"),
s.setAttribute("aria-label",o.textContent),s.addEventListener("keydown",function(a){a.key==="Escape"&&t.closePopup(),a.key===
"Tab"&&Nh(s,a)});let i=document.activeElement;if(!i||!i.matches(".lb-search input"))return;e=i;let r=s.querySelector(".l\
eaflet-popup-close-button");r&&r.focus()}),t.on("popupclose",function(){e&&e.focus(),e=null})}function zh(t,e){let n=t.getContainer();
n.setAttribute("role","region"),n.setAttribute("aria-label",e.map),n.querySelectorAll(".lb-legend, .lb-layers").forEach(
s=>s.tabIndex=0),n.querySelectorAll(".leaflet-control-zoom a").forEach(function(s){s.setAttribute("aria-label",s.title)})}
function rr(t,e){let n=e.words,s=d("div","lb-tools");s.setAttribute("role","toolbar"),s.setAttribute("aria-label",n.tools),
Object.keys(ir).filter(o=>e.features.includes(o)).forEach(o=>s.appendChild(ir[o](t,e))),Th(t,s),zh(t,n),Ih(t),t.on("land\
base:figures",function(o){let{count:i,mu:r,ha:a}=o.total;vt(t,n.figures.replace("{count}",i).replace("{mu}",r).replace("\
{ha}",a))})}var ar={parcels:di,tiles:Ci,banners:is,outlines:ss,pictures:ls,sketch:hs},Dh={panes:ao,title:lo,controls:co,fit:_o,layerControl:ho,
legend:Pe,panel:Yo,time:xi,selection:hi,tools:rr};function Fh(t,e){let{kind:n,data:s,options:o}=Vt(t);if(!Object.prototype.
hasOwnProperty.call(ar,n))return Dh[n](e,o);let i=ar[n],r=i(s,o);return K.includes(r)||(r.landbaseAgain=()=>i(s,o)),r}window.addEventListener("hashchange",js);document.addEventListener("DOMContentLoaded",Es);L.Map.addInitHook(function(){this.
options.landbaseTwin||(Cs(this),Fs(this))});return pr(Rh);})();
