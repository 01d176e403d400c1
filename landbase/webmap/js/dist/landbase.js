/* Built from landbase/webmap/js by `make js`; change it there. */
var Landbase=(()=>{var Je=Object.defineProperty;var Yi=Object.getOwnPropertyDescriptor;var Xi=Object.getOwnPropertyNames;var Qi=Object.prototype.hasOwnProperty;var tr=(t,e)=>{for(var n in e)Je(t,n,{get:e[n],enumerable:!0})},er=(t,e,n,o)=>{if(e&&typeof e=="object"||typeof e=="func\
tion")for(let s of Xi(e))!Qi.call(t,s)&&s!==n&&Je(t,s,{get:()=>e[s],enumerable:!(o=Yi(e,s))||o.enumerable});return t};var nr=t=>er(Je({},"__esModule",{value:!0}),t);var _h={};tr(_h,{findParcels:()=>kn,pageLayers:()=>$,paint:()=>Mt,start:()=>mh,surroundings:()=>ut});function qt(t){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(t);let e=atob(t),n=new Uint8Array(e.length);for(let o=0;o<
n.length;o++)n[o]=e.charCodeAt(o);return n}async function le(t){let e=new Response(t).body.pipeThrough(new DecompressionStream(
"gzip"));return new Uint8Array(await new Response(e).arrayBuffer())}function Ye(t){let e=new DataView(t.buffer).getUint32(
0,!0),n=JSON.parse(new TextDecoder().decode(t.subarray(4,4+e))),o={},s=4+e;return n.sections.forEach(function(r){o[r[0]]=
t.subarray(s,s+r[1]),s+=r[1]}),{header:n,sections:o,numbers:function(r,a,l){let h=o[r],c=new l(a),f=0;for(let u=0;u<a;u++){
let p=0,m=0,_=0;do _=h[f++],p|=(_&127)<<m,m+=7;while(_&128);c[u]=p>>>0}return c}}}function Xe(t){let{header:e,sections:n,
numbers:o}=Ye(t),s=function(w,v){let k=o(w,v,Uint32Array),R=new Uint32Array(v+1);for(let K=0;K<v;K++)R[K+1]=R[K]+k[K];return R},
i=e.count,r=s("polygons",i),a=s("rings",r[i]),l=s("vertices",a[a.length-1]),h=l[l.length-1],c=o("xy",2*h,Uint32Array),f=new Int32Array(
2*h),u=1e7/e.scale,p=Math.PI/180/e.scale,m=0,_=0;for(let w=0;w<2*h;w+=2){m+=c[w]>>>1^-(c[w]&1),_+=c[w+1]>>>1^-(c[w+1]&1),
f[w]=Math.round(m*u);let v=Math.sin(_*p);f[w+1]=Math.round(Math.log((1+v)/(1-v))/2*180/Math.PI*1e7)}let g=new Int32Array(
4*i);for(let w=0;w<i;w++){let v=2*l[a[r[w+1]]],k=2147483647,R=2147483647,K=-2147483648,Y=-2147483648;for(let U=2*l[a[r[w]]];U<
v;U+=2)f[U]<k&&(k=f[U]),f[U]>K&&(K=f[U]),f[U+1]<R&&(R=f[U+1]),f[U+1]>Y&&(Y=f[U+1]);g.set([k,R,K,Y],4*w)}let b=(w,v,k)=>w.
map(function(R,K){if(R.words)return Object.assign({},R,{values:o(v+K,k,Uint32Array)});let Y=n[v+K].slice(),U=new Uint32Array(
k+1);for(let ae=0,Ji=1;ae<Y.length;ae++)Y[ae]===0&&(U[Ji++]=ae+1);return U[k]=Y.length+1,Object.assign({},R,{texts:Y,begins:U})}),
y=function(w,v){let k=o(w,v,Int32Array);for(let R=0;R<v;R++)k[R]=k[R]?k[R]-1+e.due:2147483647;return k},A=e.due!==void 0,
x=function(w){let v=w.count;return{firsts:s("events",i),days:o("event_day",v,Int32Array),flags:o("event_flags",v,Uint8Array),
states:w.states.map(k=>o("event_state"+k,v,Uint32Array)),position:w.colored?o("event_position",v,Uint8Array):null,due:A?
y("event_due",v):null,done:n.event_done?o("event_done",v,Uint8Array):null,disposals:e.disposals===void 0?null:N(e.disposals),
columns:b(w.columns,"event_column",v)}},N=function(w){let v=o("disposal_event",w,Uint32Array);for(let k=1;k<w;k++)v[k]+=
v[k-1];return{events:v,lasts:o("disposal_lasts",w,Uint32Array),m2:B("disposal_m2")}},B=w=>new Float64Array(n[w].slice().
buffer),Z=function(w){let v=o("part_row",w.length,Uint32Array);for(let k=1;k<v.length;k++)v[k]+=v[k-1];return{rows:v,lines:o(
"part_line",v.length,Uint32Array),shares:w}};return{count:i,header:e,polygons:r,rings:a,vertices:l,xy:f,boxes:g,category:e.
categories.length>1?o("category",i,Uint8Array):new Uint8Array(i),position:o("position",i,Uint8Array),areas:B("areas"),columns:b(
e.columns,"column",i),methods:e.methods.slice(1).map((w,v)=>B("areas"+(v+1))),due:A?y("due",i):null,done:n.done?o("done",
i,Uint8Array):null,place:e.places?o("place",i,Uint32Array):null,parts:e.places?Z(B("part_share")):null,events:e.events?x(
e.events):null}}function d(t,e,n){let o=document.createElement(t);return e&&(o.className=e),n!=null&&(o.textContent=n),o}function Wt(t){
return JSON.parse(document.getElementById(t).textContent)}function O(t,...e){t.textContent="",t.append(...e)}function C(t,e,n){
let o=d("button",e,t);return o.type="button",o.addEventListener("click",n),o}function q({color:t,edge:e}){let n=d("span",
"lb-swatch");return Object.assign(n.style,{backgroundColor:t,borderColor:e||t}),n}function xt(t,e){t.landbaseVoice||(t.landbaseVoice=
t.getContainer().appendChild(d("div","lb-voice")),t.landbaseVoice.setAttribute("role","status"),t.landbaseVoice.setAttribute(
"aria-live","polite")),t.landbaseVoice.textContent=e}function j(t,e){let n=d("div","lb-message",e);n.setAttribute("role",
"status"),t.getContainer().appendChild(n),setTimeout(()=>n.remove(),6e3)}var vt="lbOutlines";function or(t){let e=0,n=0,o=0;return t.lengths.map(s=>Array.from({length:s},function(){return n+=t.
xy[e++],o+=t.xy[e++],[o/t.scale,n/t.scale]}))}var sr=L.FeatureGroup.extend({onAdd:function(t){t.getPane(vt)||(t.createPane(
vt).style.zIndex=360,t.getPane(vt).style.pointerEvents="none"),L.FeatureGroup.prototype.onAdd.call(this,t)}});function $n(t,e){
let n=Wt(t),o=new sr,s=or(n),r={renderer:L.svg({pane:vt,padding:.5}),pane:vt,interactive:!1,color:e.color,weight:e.weight},
a=s.filter(l=>l.length>1);return a.length&&o.addLayer(L.polyline(a,r)),s.filter(l=>l.length===1).forEach(l=>o.addLayer(L.
circleMarker(l[0],Object.assign({radius:3.5,fillColor:e.color,fillOpacity:1},r)))),(n.texts||[]).forEach(function(l,h){l&&
o.addLayer(L.marker(n.places[h],{pane:vt,interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",iconSize:[
0,0],html:d("span","lb-banner-name",l)})}))}),o}function ir(t){let e=0,n=0,o=0,s=0,i=0,r=function(l){let h=new Array(l);
for(let c=0;c<l;c++)s+=t.xy[e++],i+=t.xy[e++],h[c]=[i/t.scale,s/t.scale];return h},a=function(l){let h=new Array(l);for(let c=0;c<
l;c++)h[c]=r(t.vertices[n++]);return h};return t.polygons.map(function(l){let h=new Array(l);for(let c=0;c<l;c++)h[c]=a(
t.rings[o++]);return h})}var Jn=18,Gn=6;function ct(t=Jn){let e=[];return{room:function(n,o,s){let i=[n-s/2-Gn,o-t/2,n+s/
2+Gn,o+t/2],r=e.every(a=>i[0]>=a[2]||i[2]<=a[0]||i[1]>=a[3]||i[3]<=a[1]);return r&&e.push(i),r}}}function rr(t,e){let n=null,
o=function(){let s=ct();e.forEach(function({marker:i,node:r}){let{x:a,y:l}=n.project(i.getLatLng());r.classList.toggle("\
lb-crowded",!s.room(a,l,r.offsetWidth||r.textContent.length*Jn))})};t.on("add",function(){n=t._map,n.on("zoomend viewres\
et lbnames",o),o()}),t.on("remove",()=>n.off("zoomend viewreset lbnames",o))}function Yn(t,e){let n=Wt(t),o=L.svg({pane:e.
pane,padding:.5}),s=L.featureGroup(),i=[];return s.lands=[],ir(n.shapes).forEach(function(r,a){let l={name:n.names[a],fill:e.
fill,polygon:null,node:null};s.lands.push(l),r.length&&s.addLayer(l.polygon=L.polygon(r,{renderer:o,pane:e.pane,interactive:!1,
smoothFactor:.5,className:"lb-land",color:"#5b6b7a",weight:1.3,opacity:.9,lineJoin:"round",fillColor:"#ffffff",fillOpacity:e.
fill}));let h=n.labels[a];if(!h)return;let c=l.node=d("span","lb-banner-name",n.names[a]),f=L.latLngBounds(r.flat(2)),u=L.
marker(h,{pane:e.labelPane,interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",html:c,iconSize:[0,0]})});
i.push({marker:u,node:c,size:(f.getEast()-f.getWest())*(f.getNorth()-f.getSouth())})}),i.sort((r,a)=>a.size-r.size).forEach(
({marker:r})=>s.addLayer(r)),rr(s,i),s}var Ct=256,ce="lbSketch",ar=352,lr=2,Qe=.4,cr={minor:10,stream:9},he=12,Xn=90,hr=10,dr=14,Qn={light:{green:"#dbe8d8",water:"\
#c3dcec",stream:"#a8cbe2",river:"#a8cbe2",rail:"#aab2ba",minor:"#d3d0c6",major:"#d6bf94",name:"#66727f",halo:"#f4f6f8"},
dark:{green:"#182a20",water:"#17374a",stream:"#235068",river:"#235068",rail:"#4b5763",minor:"#343d45",major:"#5d543c",name:"\
#93a2b1",halo:"#10181f"}},fr={stream:1,river:2,rail:1.2,minor:1,major:2},ur=()=>document.documentElement.dataset.theme===
"dark"?"dark":"light",pr=L.TileLayer.extend({initialize:function(t,e){let n=this._pictures=new Map,o=0;e.tiles.forEach(function([
s,i,r,a,l]){n.set([s,i,r].join("/"),"data:image/"+l+";base64,"+t.slice(o,o+a)),o+=a}),this._images=new Map,L.TileLayer.prototype.
initialize.call(this,"",{minNativeZoom:e.minZoom,maxNativeZoom:e.maxZoom,maxZoom:24,noWrap:!0,attribution:e.attribution,
className:"lb-pictures",bounds:e.bounds})},onAdd:function(t){L.TileLayer.prototype.onAdd.call(this,t),this._pictures.forEach(
(e,n)=>{if(this._images.has(n))return;let o=new Image;o.src=e,this._images.set(n,o)})},getTileUrl:function(t){return this.
_pictures.get([t.z,t.x,t.y].join("/"))||L.Util.emptyImageUrl},paint:function(t,e,n){let{minNativeZoom:o,maxNativeZoom:s}=this.
options,i=Math.min(s,Math.max(o,Math.round(n.zoom)));for(let r=o;r<=i;r++){let a=e.world/2**r;this._images.forEach(function(l,h){
let[c,f,u]=h.split("/").map(Number),p=f*a-e.left,m=u*a-e.top;c!==r||!l.complete||!l.naturalWidth||p>n.width||m>n.height||
p+a<0||m+a<0||t.drawImage(l,p,m,a+.5,a+.5)})}}}),to=(t,e)=>new pr(document.getElementById(t).textContent.trim(),e);function mr({
header:t,numbers:e},n){let o=t[n+"_count"],s=e(n+"_lengths",o,Uint32Array),i=new Uint32Array(o+1),r=new Float64Array(4*o);
for(let f=0;f<o;f++)i[f+1]=i[f]+s[f];let a=e(n,2*i[o],Uint32Array),l=new Float64Array(2*i[o]),h=0,c=0;for(let f=0;f<o;f++){
let u=[1/0,1/0,-1/0,-1/0];for(let p=2*i[f];p<2*i[f+1];p+=2)h+=a[p]>>>1^-(a[p]&1),c+=a[p+1]>>>1^-(a[p+1]&1),l[p]=h/t.scale,
l[p+1]=eo(c/t.scale),u[0]=Math.min(u[0],l[p]),u[1]=Math.min(u[1],l[p+1]),u[2]=Math.max(u[2],l[p]),u[3]=Math.max(u[3],l[p+
1]);r.set(u,4*f)}return{count:o,begins:i,xy:l,boxes:r}}function eo(t){let e=Math.sin(t*Math.PI/180);return Math.log((1+e)/
(1-e))/2*180/Math.PI}var _r=L.GridLayer.extend({initialize:function(t,e){L.GridLayer.prototype.initialize.call(this,{pane:ce,
noWrap:!0,maxZoom:24,attribution:e.attribution,updateWhenZooming:!1}),this._places=new Map;let n=()=>qt(document.getElementById(
t).textContent.trim());e.compressed?typeof DecompressionStream>"u"?this._lacking=e.tooOld:this.opened=le(n()).then(o=>this.
_open(o)):this._open(n())},_open:function(t){let e=Ye(t);this._kinds=[...e.header.fills,...e.header.strokes].map(n=>({name:n,
fill:e.header.fills.includes(n),lines:mr(e,n)})),this._names=e.header.labels.map(([n,o,s,i])=>({text:n,x:o,y:eo(s),rank:i})),
this._map&&this.redraw()},onAdd:function(t){this._lacking&&j(t,this._lacking),t.getPane(ce)||(t.createPane(ce).style.zIndex=
ar),t.getPane(ce).style.pointerEvents="none",L.GridLayer.prototype.onAdd.call(this,t),this._watch=new MutationObserver(()=>this.
redraw()),this._watch.observe(document.documentElement,{attributes:!0,attributeFilter:["data-theme"]})},onRemove:function(t){
this._watch.disconnect(),L.GridLayer.prototype.onRemove.call(this,t)},createTile:function(t){let e=L.DomUtil.create("can\
vas"),n=Math.max(lr,window.devicePixelRatio||1);if(e.width=e.height=Math.round(Ct*n),!this._kinds)return e;let o=e.getContext(
"2d"),s=Ct*2**t.z;return o.scale(n,n),this._draw(o,{world:s,left:t.x*Ct,top:t.y*Ct,width:Ct,height:Ct,zoom:t.z},Qn[ur()]),
e},paint:function(t,e,n){this._kinds&&this._draw(t,{world:e.world,left:e.left,top:e.top,width:n.width,height:n.height,zoom:n.
zoom},Qn.light)},_draw:function(t,e,n){t.lineJoin=t.lineCap="round",this._kinds.filter(({name:o})=>e.zoom>=(cr[o]||0)).forEach(
function({name:o,fill:s,lines:i}){t.beginPath(),gr(t,e,i,s),t.fillStyle=t.strokeStyle=n[o],t.lineWidth=fr[o]||0,t.setLineDash(
o==="rail"?[6,3]:[]),s?t.fill("nonzero"):t.stroke()}),t.setLineDash([]),this._write(t,e,n)},_roomy:function(t,e){if(!this.
_places.has(t)){let n=ct(),o=t/360;this._places.set(t,this._names.filter(({text:s,x:i,y:r,rank:a})=>e>=(a<2?hr:dr)&&n.room(
i*o,-r*o,s.length*he)))}return this._places.get(t)},_write:function(t,e,n){let o=e.world/360,s=e.world/2;t.font=he+"px "+
getComputedStyle(document.documentElement).getPropertyValue("--lb-fonts"),Object.assign(t,{textAlign:"center",textBaseline:"\
middle",lineWidth:3,strokeStyle:n.halo,fillStyle:n.name}),this._roomy(e.world,e.zoom).forEach(function({text:i,x:r,y:a}){
let l=r*o+s-e.left,h=s-a*o-e.top;l<-Xn||h<-he||l>e.width+Xn||h>e.height+he||(t.strokeText(i,l,h),t.fillText(i,l,h))})}});
function gr(t,e,{count:n,begins:o,xy:s,boxes:i},r){let a=e.world/360,l=e.world/2,h=(e.left-l-4)/a,c=(e.left+e.width-l+4)/
a,f=(l-e.top+4)/a,u=(l-e.top-e.height-4)/a;for(let p=0;p<n;p++){let m=4*p;if(i[m]>c||i[m+2]<h||i[m+1]>f||i[m+3]<u||Math.
max(i[m+2]-i[m],i[m+3]-i[m+1])*a<Qe)continue;let _=2*o[p+1],g=NaN,b=NaN;for(let y=2*o[p];y<_;y+=2){let A=s[y]*a+l-e.left,
x=l-s[y+1]*a-e.top;if(y===2*o[p])t.moveTo(A,x);else{if(Math.abs(A-g)<Qe&&Math.abs(x-b)<Qe&&y<_-2)continue;t.lineTo(A,x)}
g=A,b=x}r&&t.closePath()}}var no=(t,e)=>new _r(t,e);function br(t,e,n){let o=t.boxes,s=t.classes.length,i=e.dot/e.times,r=8/e.times,a=2*s,l=a+1,h=new Uint16Array(n.length),
c=new Uint32Array(l+2);for(let m=0;m<n.length;m++){let _=n[m],g=4*_,b=Math.max(o[g+2]-o[g],o[g+3]-o[g+1]),y=l;t.shown[_]&&
(y=b<i?a:t.position[_]+(b<r?0:s)),h[m]=y,c[y+1]+=1}for(let m=0;m<=l;m++)c[m+1]+=c[m];let f=c.slice(),u=new Uint32Array(n.
length);for(let m=0;m<n.length;m++)u[f[h[m]]++]=n[m];let p=m=>u.subarray(c[m],c[m+1]);return{plain:p,edged:m=>p(s+m),dots:p(
a)}}function*oo(t,e,n,o,s){let{xy:i,vertices:r}=t,{times:a,left:l,top:h}=n,c=0;for(;c<o.length;){let f=0;for(e.beginPath();c<
o.length&&f<4e3;c++){let u=t.rings[t.polygons[o[c]+1]];for(let p=t.rings[t.polygons[o[c]]];p<u;p++){let m=2*r[p],_=2*r[p+
1],g=i[m]*a-l,b=-i[m+1]*a-h;e.moveTo(g,b);for(let y=m+2;y<_;y+=2){let A=i[y]*a-l,x=-i[y+1]*a-h;Math.abs(A-g)<.2&&Math.abs(
x-b)<.2||e.lineTo(g=A,b=x)}e.closePath(),f+=(_-m)/2}}e.fill("nonzero"),s&&e.stroke(),yield}}function*yr(t,e,n,o){let s=t.
boxes;for(let i=0;i<o.length;i++){let r=4*o[i],a=(s[r]+s[r+2])/2*n.times-n.left,l=-(s[r+1]+s[r+3])/2*n.times-n.top,h=t.classes[t.
position[o[i]]];e.fillStyle=h.color,e.strokeStyle=h.edge,e.beginPath(),e.arc(a,l,n.dot/2,0,2*Math.PI),e.fill(),e.stroke(),
i%256===255&&(yield)}}function wr(t,e){t.fillStyle=e;let n=t.fillStyle,o=n.match(/[\da-f]{2}/gi),s=n[0]==="#"?o.map(r=>parseInt(
r,16)):n.match(/[\d.]+/g).map(Number),i=[s[0],s[1],s[2],s.length>3?s[3]*255:255];return new Uint32Array(Uint8ClampedArray.
from(i).buffer)[0]}function xr(t,e,n){let o=e.spare,s=t.boxes,{width:i,height:r}=o.canvas,a=o.createImageData(i,r),l=new Uint32Array(
a.data.buffer),h=Uint32Array.from(t.classes,m=>wr(o,m.color)),c=e.times*e.ratio/2,f=Math.max(1,Math.round(e.dot*e.ratio)),
u=e.left*e.ratio+f/2,p=e.top*e.ratio+f/2;for(let m=0;m<n.length;m++){let _=4*n[m],g=h[t.position[n[m]]],b=Math.round((s[_]+
s[_+2])*c-u),y=Math.round(-(s[_+1]+s[_+3])*c-p),A=Math.min(i,b+f),x=Math.min(r,y+f);for(let N=Math.max(0,y);N<x;N++)for(let B=Math.
max(0,b);B<A;B++)l[N*i+B]=g}return o.putImageData(a,0,0),o.canvas}function*vr(t,e,n,o){if(!o.length)return;if(n.dot>=4){
yield*yr(t,e,n,o);return}let s=xr(t,n,o);e.save(),e.setTransform(1,0,0,1,0,0),e.drawImage(s,0,0),e.restore()}function*Et(t,e,n,o){
let s=br(t,n,o);yield,e.lineWidth=.8;for(let i=0;i<t.classes.length;i++)e.fillStyle=t.classes[i].color,e.strokeStyle=t.classes[i].
edge,yield*oo(t,e,n,s.plain(i),!1),yield*oo(t,e,n,s.edged(i),!0);yield*vr(t,e,n,s.dots)}var Cr=1e3,Er=1.5,tn="#d6006c",de={
color:tn,weight:2.5};function Lr(t,e,n,o){let{xy:s,rings:i,polygons:r,vertices:a}=t,l=n.times;for(let h=i[r[o]];h<i[r[o+
1]];h++){let c=2*a[h],f=2*a[h+1];e.moveTo(s[c]*l-n.left,-s[c+1]*l-n.top);for(let u=c+2;u<f;u+=2)e.lineTo(s[u]*l-n.left,-s[u+
1]*l-n.top);e.closePath()}}function kr(t,e,n,o,s,i){let r=n.dot,a=r+2*Er;e.fillStyle=tn,e.fillRect(o-a/2,s-a/2,a,a),e.fillStyle=
t.classes[t.position[i]].color,e.fillRect(o-r/2,s-r/2,r,r)}function*Lt(t,e,n,o){let s=o.filter(c=>t.selected[c]&&t.shown[c]),
{boxes:i,vertices:r,rings:a,polygons:l}=t,h=n.times;e.strokeStyle=tn,e.lineWidth=2.5;for(let c=0;c<s.length;){let f=0;for(e.
beginPath();c<s.length&&f<Cr;c++){let u=s[c],p=4*u;if(h*Math.max(i[p+2]-i[p],i[p+3]-i[p+1])>=n.dot){Lr(t,e,n,u),f+=r[a[l[u+
1]]]-r[a[l[u]]];continue}let _=(i[p]+i[p+2])/2*h-n.left,g=-(i[p+1]+i[p+3])/2*h-n.top;f+=1,n.dot<4?kr(t,e,n,_,g,u):(e.moveTo(
_+n.dot/2+1,g),e.arc(_,g,n.dot/2+1,0,2*Math.PI))}e.stroke(),yield}}var X=.003352810681182319,Ht=6378137*(1-X),Zt=X*(2-X),so=Math.sqrt(Zt),ht=Math.PI/180,Ar=200;function Or(t,e){let n=Math.
atan((1-X)*Math.tan(t[1]*ht)),o=Math.atan((1-X)*Math.tan(e[1]*ht));return{lon:(e[0]-t[0])*ht,s1:Math.sin(n),c1:Math.cos(
n),s2:Math.sin(o),c2:Math.cos(o)}}function io({s1:t,c1:e,s2:n,c2:o},s){let i=Math.sin(s),r=Math.cos(s),a=Math.hypot(o*i,
e*n-t*o*r),l=t*n+e*o*r,h=a===0?0:e*o*i/a,c=1-h*h,f=c<1e-12?0:l-2*t*n/c;return{sinSigma:a,cosSigma:l,sinAlpha:h,cos2Alpha:c,
middle:f,sigma:Math.atan2(a,l)}}function Sr(t,e){let n=Or(t,e),o=n.lon,s=io(n,o);for(let i=0;i<Ar;i++){let{sinSigma:r,cosSigma:a,
sinAlpha:l,cos2Alpha:h,middle:c,sigma:f}=s,u=X/16*h*(4+X*(4-3*h)),p=o;if(o=n.lon+(1-u)*X*l*(f+u*r*(c+u*a*(2*c*c-1))),s=io(
n,o),Math.abs(o-p)<1e-14)return Mr(s)}return NaN}function Mr({sinSigma:t,cosSigma:e,cos2Alpha:n,middle:o,sigma:s}){let i=n*
(40680631590769-Ht*Ht)/(Ht*Ht),r=1+i/16384*(4096+i*(i*(320-175*i)-768)),a=i/1024*(256+i*(i*(74-47*i)-128)),l=o*o,h=a*t*(o+
a/4*(e*(2*l-1)-a/6*o*(4*t*t-3)*(4*l-3)));return Ht*r*(s-h)}function en(t){let e=0;for(let n=1;n<t.length;n++)e+=Sr(t[n-1],
t[n]);return e}var ro=t=>(1-Zt)*(t/(1-Zt*t*t)+Math.atanh(so*t)/so),ao=ro(1),Tr=6378137*6378137*ao/2;function lo(t){let e=t.
map(o=>Math.tan(Math.asin(ro(Math.sin(o[1]*ht))/ao)/2)),n=0;for(let o=0;o<t.length;o++){let s=(o+1)%t.length,i=(t[s][0]-
t[o][0])*ht/2,r=e[o],a=e[s];n+=2*Math.atan2(Math.tan(i)*(r+a),1+r*a)}return Math.abs(n)*Tr}var fe=(t,e,n)=>Math.sign((e[0]-
t[0])*(n[1]-t[1])-(e[1]-t[1])*(n[0]-t[0]));function co(t){let e=t.length,n=o=>[t[o],t[(o+1)%e]];for(let o=0;o<e;o++)for(let s=o+
2;s<e;s++){if(o===0&&s===e-1)continue;let[i,r]=n(o),[a,l]=n(s);if(fe(i,r,a)*fe(i,r,l)<0&&fe(a,l,i)*fe(a,l,r)<0)return!0}
return!1}var Q=t=>256*2**t,W=t=>36e8/Q(t);function tt(t,e){let n=Math.sin(t*ht),o=1-Zt*n*n,s=6378137/Math.sqrt(o),i=6378137*
(1-Zt)/o**1.5;return Math.sqrt(s*i)*Math.cos(t*ht)*2*Math.PI/Q(e)}var Kt=t=>t.reduce((e,n)=>e+n,0);function et(t,e){let[n,o]=Math.abs(t).toExponential().split("e"),s=Math.floor(+(n+"e"+(Number(
o)+e))+.5);return t<0?-s:s}function z(t,e){return(et(t,e)/10**e).toLocaleString("en-US",{minimumFractionDigits:e,maximumFractionDigits:e})}
function fo(t,e){let n=t.map(function(i){let[r,a]=i.toExponential().split("e"),[l,h=""]=r.split(".");return[BigInt(l+h),
h.length-Number(a)]}),o=n.reduce((i,[,r])=>Math.max(i,r),Math.max(e,0)),s=i=>BigInt(10)**BigInt(i);return{parts:n.map(([
i,r])=>i*s(o-r)),places:o,unit:s(o-e)}}var ho=t=>t.reduce((e,n)=>e+n,BigInt(0));function nn(t,e,n){if(!t.length)return[];
let o=t.map(c=>(c%e+e)%e),s=t.map((c,f)=>Number((c-o[f])/e)),i=n-Kt(s),r=Math.floor(i/t.length),a=i-r*t.length,l=t.map((c,f)=>f);
l.sort((c,f)=>o[c]===o[f]?c-f:o[c]<o[f]?1:-1);let h=s.map(c=>c+r);return l.slice(0,a).forEach(c=>h[c]+=1),h}function Vt(t,e,n){
if(!t.length)return[];let{parts:o,unit:s}=fo(t,e);return nn(o,s,n)}function Pr(t,e,n,o){let s=(a,l)=>o*(e[a][l]-t[a][l]),
i=a=>o*(Kt(e[a])-Kt(t[a])),r=new Map([[n,[]]]);for(let a of r.keys())for(let l=0;l<t[0].length;l++)if(s(a,l)>1e-6){for(let h=0;h<
t.length;h++)if(!(r.has(h)||!(s(h,l)<-1e-6))&&(r.set(h,[...r.get(a),[a,h,l]]),i(h)<-1e-6))return r.get(h)}return[]}function uo(t,e){
if(!t.length)return[];let n=10**e,o=[...t[0].keys()],{parts:s,places:i,unit:r}=fo(t.flatMap(p=>[...p]),e),a=o.map(p=>t.map(
(m,_)=>s[_*o.length+p])),l=et(+(ho(s)+"e-"+i),e),h=nn(a.map(ho),r,l),c=a.map((p,m)=>nn(p,r,h[m])),f=t.map((p,m)=>o.map(_=>c[_][m])),
u=t.map(p=>[...p].map(m=>m*n));return[1,-1].forEach(function(p){u.forEach(function(m,_){p*(Kt(f[_])-Kt(u[_]))<1-1e-6||Pr(
u,f,_,p).forEach(function([g,b,y]){f[g][y]-=p,f[b][y]+=p})})}),f}var I=t=>new Date(t*864e5).toISOString().slice(0,10);function V(t,e){let n=I(t),[o,s,i]=n.split("-").map(Number);return(e||
"{iso}").replace("{iso}",n).replace("{y}",o).replace("{m}",s).replace("{d}",i)}function nt(t){let e=(t||"").normalize("N\
FKC").trim(),n=/^(\d{4})\s*[-/.年‐-―−]\s*(\d{1,2})\s*[-/.月‐-―−]\s*(\d{1,2})\s*[日号]?$/.exec(e)||/^(\d{4})(\d{2})(\d{2})$/.
exec(e);if(!n)return null;let o=Date.UTC(Number(n[1]),Number(n[2])-1,Number(n[3])),s=new Date(o);return s.getUTCDate()===
Number(n[3])&&s.getUTCMonth()===n[2]-1?Math.round(o/864e5):null}function po(t){let e=t.events,n=t.header.events,o=new Uint32Array(
n.count),s=new Uint32Array(t.count+1),i=[],r=0;for(let l=0;l<t.count;l++){s[l]=r;for(let h=e.firsts[l];h<e.firsts[l+1];h++)
e.days[h]+=n.start,e.flags[h]&1||(o[r++]=h);r>s[l]&&i.push(l)}s[t.count]=r;let a=o.subarray(0,r);t.timeline={rows:Uint32Array.
from(i),firsts:s,live:a,days:Int32Array.from(a,l=>e.days[l]),counted:Uint8Array.from(a,l=>e.flags[l]&12?0:1),now:new Uint32Array(
t.count),before:n.states.map(l=>t.columns[l].values.slice()),dueBefore:t.due&&t.due.slice(),doneBefore:t.done&&t.done.slice(),
position:n.colored?t.position.slice():null},dt(t,n.on)}function Nr(t,e,n){let{before:o,dueBefore:s,doneBefore:i,position:r}=t.
timeline,a=t.events;t.header.events.states.forEach(function(l,h){let c=n<0?o[h][e]:a.states[h][n];t.columns[l].values[e]=
c}),t.due&&(t.due[e]=n<0?s[e]:a.due[n]),t.done&&(t.done[e]=n<0?i[e]:a.done[n]),r&&(t.position[e]=n<0?r[e]:a.position[n])}
function dt(t,e){let{rows:n,firsts:o,live:s,days:i,now:r}=t.timeline;for(let a=0;a<n.length;a++){let l=n[a],h=o[l],c=h,f=o[l+
1];for(;c<f;){let u=c+f>>>1;i[u]<=e?c=u+1:f=u}c-h!==r[l]&&(r[l]=c-h,Nr(t,l,c>h?s[c-1]:-1))}t.day=e}function kt(t){if(t.landbaseDay!==
void 0)return t.landbaseDay;let e=new Date,n=Math.round(Date.UTC(e.getFullYear(),e.getMonth(),e.getDate())/864e5);return t.
landbaseAsOf===null||t.landbaseAsOf===void 0?n:t.landbaseAsOf}function on(t,e){let n=0,o=t.length;for(;n<o;){let s=n+o>>>
1;t[s]<=e?n=s+1:o=s}return n}var At=16,E=class t{constructor(e){Object.assign(this,e),this.shown=new Uint8Array(this.count).fill(1),this.classes=this.
header.classes,this.selected=new Uint8Array(this.count),this._decoder=new TextDecoder,this._index(),this.events&&po(this)}static of(e){
return Object.assign(Object.create(t.prototype),e,{_decoder:new TextDecoder})}_index(){for(this._levels=[this.boxes];this.
_levels[this._levels.length-1].length>4*At;){let e=this._levels[this._levels.length-1],n=Math.ceil(e.length/4/At),o=new Int32Array(
4*n);for(let s=0;s<n;s++){let i=2147483647,r=2147483647,a=-2147483648,l=-2147483648,h=Math.min(e.length,4*At*(s+1));for(let c=4*
At*s;c<h;c+=4)e[c]<i&&(i=e[c]),e[c+1]<r&&(r=e[c+1]),e[c+2]>a&&(a=e[c+2]),e[c+3]>l&&(l=e[c+3]);o.set([i,r,a,l],4*s)}this.
_levels.push(o)}}within(e,n,o,s){let i=this._levels,r=new Uint32Array(1024),a=0,l=function(c,f,u){let p=i[c];for(let m=f;m<
u;m++){let _=4*m;if(!(p[_]>o||p[_+1]>s)&&!(p[_+2]<e||p[_+3]<n)){if(c>0){let g=Math.min(i[c-1].length/4,(m+1)*At);l(c-1,m*
At,g);continue}if(a===r.length){let g=new Uint32Array(4*a);g.set(r),r=g}r[a++]=m}}},h=i.length-1;return l(h,0,i[h].length/
4),r.slice(0,a)}contains(e,n,o){let s=!1;for(let i=this.polygons[e];i<this.polygons[e+1];i++)for(let r=this.rings[i];r<this.
rings[i+1];r++){let a=2*this.vertices[r+1],l=a-2;for(let h=2*this.vertices[r];h<a;l=h,h+=2){let c=this.xy[h],f=this.xy[h+
1],u=this.xy[l],p=this.xy[l+1];f>o!=p>o&&n<(u-c)*(o-f)/(p-f)+c&&(s=!s)}}return s}at(e,n,o,s){let i=o/2+s,r=this.boxes,a=-1,
l=-1;for(let h of this.within(e-i,n-i,e+i,n+i)){if(!this.shown[h])continue;let c=4*h,f=Math.max(r[c+2]-r[c],r[c+3]-r[c+1])<
o;if(f){if(Math.max(Math.abs(e-(r[c]+r[c+2])/2),Math.abs(n-(r[c+1]+r[c+3])/2))>i)continue}else if(!this.contains(h,e,n))
continue;let u=f?256:this.position[h];u>=l&&([a,l]=[h,u])}return a}text(e,n){return this.textOf(this.columns[e],n)}textOf(e,n){
return e.words?e.words[e.values[n]]:this._decoder.decode(e.texts.subarray(e.begins[n],e.begins[n+1]-1))}static lonLat(e,n){
let o=n/1e7*(Math.PI/180);return[e/1e7,(2*Math.atan(Math.exp(o))-Math.PI/2)*(180/Math.PI)]}static units(e){let n=Math.sin(
e.lat*Math.PI/180),o=Math.log((1+n)/(1-n))/2*(180/Math.PI);return[Math.round(e.lng*1e7),Math.round(o*1e7)]}latLngs(e){let n=[];
for(let o=this.polygons[e];o<this.polygons[e+1];o++){let s=[];for(let i=this.rings[o];i<this.rings[o+1];i++){let r=[];for(let a=this.
vertices[i];a<this.vertices[i+1];a++){let[l,h]=t.lonLat(this.xy[2*a],this.xy[2*a+1]);r.push([h,l])}s.push(r)}n.push(s)}return n}area(e,n,o=this.
areas){let s=this.header.units[n],i=o[e]*s.times/s.by;return Number.isFinite(i)?z(i,s.decimals):"—"}};function Ir(t,e,n,o,[
s,i,r,a]){let l=0,h=1;for(let[c,f]of[[-n,t-s],[n,r-t],[-o,e-i],[o,a-e]]){if(c===0&&f<0)return!1;c<0&&(l=Math.max(l,f/c)),
c>0&&(h=Math.min(h,f/c))}return l<=h}function mo(t,e,n){let o=4*e,s=t.boxes,[i,r,a,l]=n;if(s[o]>=i&&s[o+2]<=a&&s[o+1]>=r&&
s[o+3]<=l)return!0;let h=t.xy;for(let c=t.rings[t.polygons[e]];c<t.rings[t.polygons[e+1]];c++){let f=2*t.vertices[c+1],u=f-
2;for(let p=2*t.vertices[c];p<f;u=p,p+=2)if(Ir(h[u],h[u+1],h[p]-h[u],h[p+1]-h[u+1],n))return!0}return t.contains(e,i,r)}var Dr=7,$=[];function _o(t){let e=t.getContainer(),n=e.previousElementSibling,o=[t.getPane("mapPane"),t._controlContainer];
[...e.children].filter(s=>!o.includes(s)&&/(^| )(leaflet|lb)-/.test(s.className)).forEach(s=>s.remove()),n&&n.classList.
contains("lb-title")&&n.remove()}function go(){document.querySelectorAll(".lb-print, .lb-aside").forEach(t=>t.remove())}
var ft=t=>t.options.dot||Dr;function Ot(t,e){t.getContainer().classList.add("lb-map"),t.landbaseIds||(t.landbaseIds=new Set,
Promise.resolve().then(()=>Promise.all(sn(t).map(n=>n.ready))).then(()=>t.fire("lbread").fire("lbready"))),e.forEach(n=>t.
landbaseIds.add(n))}var sn=t=>$.filter(e=>!t.landbaseIds||t.landbaseIds.has(e.dataId)),S=t=>sn(t).filter(e=>e.store),ue=t=>sn(
t).every(e=>e.store),M=t=>S(t).filter(e=>t.hasLayer(e));function Gt(t,e,n){t.landbaseCovers=Object.assign({},t.landbaseCovers,
{[e]:n})}var bo=(t,e)=>Object.values(t.landbaseCovers||{}).some(n=>n&&n(e));function pe(t){let e=t.landbaseCanvas&&t.landbaseCanvas.
_container;return[...new Set(M(t).map(n=>n.getContainer?n.getContainer():e))].filter(Boolean)}function yo(t,e){return M(
t).map(function({store:n}){let o=new Uint32Array(n.count),s=0;for(let i=0;i<n.count;i++)e(n,i)&&(o[s++]=i);return{store:n,
rows:o.slice(0,s)}})}function ot(t,e=(n,o)=>n.shown[o]){let n=[1/0,1/0,-1/0,-1/0];if(M(t).forEach(function({store:i}){let r=i.
boxes;for(let a=0;a<i.count;a++){let l=4*a;!e(i,a)||r[l]>r[l+2]||(r[l]<n[0]&&(n[0]=r[l]),r[l+1]<n[1]&&(n[1]=r[l+1]),r[l+
2]>n[2]&&(n[2]=r[l+2]),r[l+3]>n[3]&&(n[3]=r[l+3]))}}),n[0]>n[2])return null;let[o,s]=[0,2].map(i=>E.lonLat(n[i],n[i+1]));
return L.latLngBounds([o[1],o[0]],[s[1],s[0]])}function wo(t){t.landbaseFilters?t.landbaseFilters.apply():S(t).forEach(e=>e.
refresh())}var P=(t,e)=>t+(/^[\u4e00-\u9fff]/.test(e)?"":" ")+e,Fr=new RegExp("\\p{Default_Ignorable_Code_Point}","gu"),zr=/[\u2010-\u2015\u2212\ufe58\ufe63]/g,
G=t=>t.replace(Fr,"").normalize("NFKC").replace(zr,"-").replace(/[^\S\0]+/g," ").toLowerCase(),rn=t=>G(t).replace(/[-‐-―−_/\\.·、\s()[\]〔〕【】]/g,
"");function Br(t,e){let n=new Uint32Array(e+1);for(let o=1;o<e;o++)n[o]=t.indexOf("\0",n[o-1])+1;return n[e]=t.length+1,
{text:t,begins:n}}function Rr(t,e,n){let o=e.words||e.texts;return e.kept=e.kept&&e.kept.source===o?e.kept:{source:o,by:new Map},
e.kept.by.has(n)||e.kept.by.set(n,e.words?e.words.map(n):Br(n(new TextDecoder().decode(e.texts)),t.count)),e.kept.by.get(
n)}function St(t,e,n,o,s,i,r){let a=Rr(t,e,n),l=(c,f)=>s[c]=Math.max(s[c],f);if(e.words){let c=Uint8Array.from(a,function(f){
let u=f.indexOf(o);return u<0?0:u===0?i:r});for(let f=0;f<s.length;f++)l(f,c[e.values[f]]);return}let h=0;for(let c=a.text.
indexOf(o);c>=0;c=a.text.indexOf(o,a.begins[h])){for(;a.begins[h+1]<=c;)h++;l(h,c===a.begins[h]?i:r),h++}}var Co=new Intl.
Collator("zh-CN-u-co-pinyin"),jr=[..."abcdefghjklmnopqrstwxyz"],xo="阿 八 嚓 哒耷 妸 发 旮 哈 讥 咔 垃 妈 拏 噢 妑 七 呥 扨 它 穵 夕 丫 帀".
split(" ").map(t=>[...t].sort(Co.compare)[0]),vo=new Map;function Ur(t){let e=vo.get(t);if(e!==void 0)return e;let n=xo.
length-1;for(;n>0&&Co.compare(t,xo[n])<0;)n--;return e=jr[n],vo.set(t,e),e}var an=t=>t.replace(new RegExp("\\p{Script=Han\
}","gu"),Ur);var qr="#3e4c59",Eo="#ffffff";function Wr(t){let e=Q(t.zoom),n=W(t.zoom),o=a=>(a/360+.5)*e,s=function(a){let l=Math.sin(
a*Math.PI/180);return(.5-Math.log((1+l)/(1-l))/(4*Math.PI))*e},i=o(t.center.lng)-t.width/2,r=s(t.center.lat)-t.height/2;
return{world:e,unit:n,left:i,top:r,x:a=>o(a)-i,y:a=>s(a)-r,at:a=>[o(a.lng)-i,s(a.lat)-r]}}function Hr({width:t,height:e}){
let n=document.createElement("canvas");return Object.assign(n,{width:t,height:e}),n.getContext("2d",{willReadFrequently:!0})}
function Zr(t,e,n,o){e.forEach(function(s){s.forEach(function(i,r){let[a,l]=n(Array.isArray(i)?{lat:i[0],lng:i[1]}:i);r?
t.lineTo(a,l):t.moveTo(a,l)}),o&&t.closePath()})}function Lo(t,e,n,o){let s=o.store,i=ft(o),{unit:r}=e,[a,l]=E.units(n.center),
h=[n.width/2+i,n.height/2+i].map(u=>u*r),c=s.within(a-h[0],l-h[1],a+h[0],l+h[1]),f={times:1/r,left:e.left-e.world/2,top:e.
top-e.world/2,dot:i,ratio:n.ratio,spare:Hr(t.canvas)};t.globalAlpha=o.options.opacity||1;for(let u of Et(s,t,f,c));t.globalAlpha=
1;for(let u of Lt(s,t,f,c));}function ko(t){return t.length&&Array.isArray(t[0])?t.flatMap(ko):[t]}function Kr(t,e,n){let o=n.
options,s=n instanceof L.Polygon;if(t.beginPath(),n.getLatLng){let[i,r]=e.at(n.getLatLng());t.arc(i,r,n._radius||4,0,2*Math.
PI)}else Zr(t,ko(n.getLatLngs()),e.at,s);(o.fill||o.fill===void 0&&s)&&(t.globalAlpha=o.fillOpacity,t.fillStyle=o.fillColor||
o.color,t.fill("evenodd")),o.stroke&&(t.globalAlpha=o.opacity,t.strokeStyle=o.color,t.lineWidth=o.weight,t.lineJoin=o.lineJoin,
t.setLineDash((o.dashArray||"").toString().split(/[ ,]+/).filter(Boolean).map(Number)),t.stroke(),t.setLineDash([])),t.globalAlpha=
1}function Ao(t,e,n){let[o,s]=e.at(n.getLatLng()),i=n.getElement();if(!i)return;if(i instanceof HTMLImageElement){let a=L.
point(n.options.icon.options.iconAnchor||[0,0]);i.complete&&i.naturalWidth&&t.drawImage(i,o-a.x,s-a.y,i.width,i.height);
return}let r=i.textContent.trim();t.font="600 13px "+getComputedStyle(i).fontFamily,t.landbaseNames.room(o,s,t.measureText(
r).width)&&(t.textAlign="center",t.textBaseline="middle",t.lineWidth=3,t.lineJoin="round",t.strokeStyle=Eo,t.fillStyle=qr,
t.strokeText(r,o,s),t.fillText(r,o,s))}function Vr(t,e,n){let o=n.getBounds(),s=n.getElement();if(!s||!s.complete||!s.naturalWidth)
return;let[i,r]=e.at(o.getNorthWest()),[a,l]=e.at(o.getSouthEast());t.globalAlpha=n.options.opacity,t.drawImage(s,i,r,a-
i,l-r),t.globalAlpha=1}function Oo(t,e,n,o){Object.values(o._tiles).forEach(function(s){if(!s.el.complete||!s.el.naturalWidth)
return;let i=o.getTileSize().x*2**(n.zoom-s.coords.z);t.drawImage(s.el,s.coords.x*i-e.left,s.coords.y*i-e.top,i,i)})}var So=(t,e,n,o)=>o.
paint(t,e,n);function Gr(t,e){return t.landbasePaint?e.afar?t.landbasePaint:null:t.store?e.afar?null:Lo:t.paint?So:t.row>=
0?null:t instanceof L.TileLayer?e.tiles===!1?null:Oo:t instanceof L.ImageOverlay?Vr:t instanceof L.Path?Kr:t instanceof L.
Marker?Ao:null}function Mt(t,e){let n=document.createElement("canvas");n.width=Math.round(e.width*e.ratio),n.height=Math.
round(e.height*e.ratio);let o=n.getContext("2d"),s=Wr(e),i=[],r=t.landbaseOverview;e=Object.assign({afar:!!(r&&r.hidesParcels())},
e),o.landbaseNames=ct(),o.scale(e.ratio,e.ratio),o.fillStyle=e.ground,o.fillRect(0,0,e.width,e.height),t.eachLayer(function(l){
let h=Gr(l,e),c=t.getPane(l.options.pane||"overlayPane");h&&i.push({draw:h,layer:l,z:Number(getComputedStyle(c).zIndex)||
0})});let a=l=>l.draw===Ao?1:0;return i.sort((l,h)=>l.z-h.z||a(l)-a(h)),i.forEach(function({draw:l,layer:h}){[Lo,Oo,So].
includes(l)?l(o,s,e,h):l(o,s,h)}),n}function $r({label:t,figures:e}){let n=d("tr","lb-chosen"),o=n.appendChild(d("th")),
s=o.appendChild(d("span","lb-swatch"));return Object.assign(s.style,{backgroundColor:Eo,borderColor:de.color}),o.appendChild(
d("span","",t)),e.forEach(i=>n.appendChild(d("td","",i))),n}function Jr(t,e){let n=e?[...e.querySelectorAll("table")].map(
function(i){let r=i.cloneNode(!0);return r.dataset.part=i.closest(".lb-by")?"groups":"legend",r}):[],o=t.landbaseSelection&&
t.landbaseSelection.line();if(n.forEach(i=>i.querySelectorAll(".lb-pick").forEach(r=>r.replaceWith(d("span","",r.textContent)))),
!o)return n;if(!n.length){n.push(d("table")),n[0].append(d("caption","",o.title),d("thead"),d("tbody"),d("tfoot"));let i=n[0].
tHead.appendChild(d("tr"));["",...o.heads].forEach(r=>i.appendChild(d("th","",r)))}return(n.find(i=>i.tFoot)||n[0]).tFoot.
appendChild($r(o)),n}function ut(t){let e=t.getContainer().previousElementSibling,n=e&&e.classList.contains("lb-title")?
e:null,o=(r,a)=>r?[...r.querySelectorAll(a)].map(l=>l.textContent):[],s=t.getContainer(),i=s.querySelector(".lb-legend");
return{title:n?n.querySelector("h1").textContent:document.title,marks:[...o(n,".lb-note"),...o(document,"[data-lb-mark]")],
filters:o(s,".lb-chip[data-filter]"),tables:Jr(t,i),notes:[...o(i,":scope > .lb-foot:not(.lb-how)"),...o(s,".leaflet-con\
trol-attribution").filter(Boolean),...t.landbaseNotepad?t.landbaseNotepad.lines():[]],groupNotes:o(i,".lb-by .lb-foot")}}
function Yr(t){let e=L.bounds([]),n=s=>[s.getNorthWest(),s.getSouthEast()].forEach(i=>e.extend(t.latLngToContainerPoint(
i)));t.eachLayer(function(s){s instanceof L.Polyline&&!s.isEmpty()&&n(s.getBounds())});let o=ot(t);return o&&n(o),e}function Mo(t){
let e=t.getSize(),n=t.getContainer().querySelector(".lb-layers"),o=n&&e.x>2*n.offsetWidth?n.offsetWidth+20:0,s=L.bounds(
[0,0],[e.x-o,e.y]),i=Yr(t),r=i.isValid()&&i.intersects(s)?L.bounds([Math.max(i.min.x-12,0),Math.max(i.min.y-12,0)],[Math.
min(i.max.x+12,s.max.x),Math.min(i.max.y+12,s.max.y)]):s,a=t.containerPointToLatLng(r.getCenter()),l=tt(a.lat,t.getZoom()),
h=r.getSize();return{center:a,across:h.x*l,down:h.y*l}}function Tt(t,e){let n=10**Math.floor(Math.log10(t)),o=[5,2,1].map(
i=>i*n).find(i=>i<=t),s=o<1e3?P(o,e.metre):P(o/1e3,e.km);return{metres:o,text:s}}var To=700,Xr=420,Qr=590,ta=90;function ea(t,e){let n=d("button","lb-fold leaflet-control");n.type="button";let o=function(s){
t.classList.toggle("lb-unfolded",s),n.setAttribute("aria-expanded",String(s))};return n.addEventListener("click",()=>o(!t.
classList.contains("lb-unfolded"))),L.DomEvent.disableClickPropagation(n),e.prepend(n),o(!1),n}function na(t,e){let n=t.
getContainer();if(!n.classList.contains("lb-tight"))return;let o=n.querySelector(".leaflet-top.leaflet-left").offsetHeight+
8,s=n.querySelector(".lb-bottom"),i=s?s.offsetHeight+20:20;Object.assign(e.options,{maxHeight:Math.max(ta,n.clientHeight-
o-i-40),autoPanPaddingTopLeft:[10,o],autoPanPaddingBottomRight:[10,i]}),e.update()}function Po(t){let e=t.getContainer(),
n=e.querySelector(".leaflet-top.leaflet-right"),o=ea(e,n),s=0,i=function(){let a=u=>n.querySelector(u+" .lb-panel-title"),
l=a(".lb-legend")||a(".lb-layers");e.classList.contains("lb-narrow")||(s=n.offsetWidth);let h=e.querySelector(".lb-botto\
m .lb-bar")?Qr+s:To,c=e.clientWidth<Math.max(To,h);e.classList.toggle("lb-narrow",c),e.classList.toggle("lb-tight",c||e.
clientHeight<Xr),o.textContent=o.title=l?l.textContent:"";let f=c?o:n;e.style.setProperty("--lb-side",f.offsetWidth+10+"\
px"),e.style.setProperty("--lb-tall",e.clientHeight+"px")};t.on("popupopen",a=>na(t,a.popup));let r=new ResizeObserver(()=>requestAnimationFrame(
i));[e,n].forEach(a=>r.observe(a))}var me=2,oa=1e-9;function pt(t,e){let n={code:"total",count:0};t.forEach(s=>n.count+=s.count);let o=t.map(s=>Object.assign(
{},s));return["mu","ha"].forEach(function(s){let{times:i,by:r}=e[s],a=t.map(h=>Array.from(h.m2,c=>c*i/r)),l=uo(a,me).map(
h=>h.reduce((c,f)=>c+f,0)/10**me);l.forEach((h,c)=>o[c][s]=z(h,me)),n[s]=z(l.reduce((h,c)=>h+c,0),me)}),[n,...o].forEach(
s=>s.count=s.count.toLocaleString("en-US")),{lines:o,total:n}}function J(t,e){if(e==="class")return{codes:t.position,keys:[
...t.classes.keys()]};if(e==="done")return{codes:t.done,keys:[0,1]};if(e==="place")return{codes:t.place,keys:t.header.places,
parts:t.parts};let n=t.columns.find(o=>o.name===e);return{codes:n.values,keys:n.words}}var Pt=(t,e)=>[...t.filter(n=>e.has(
n)),...[...e.keys()].filter(n=>!t.includes(n)).sort()];function ln({shown:t,areas:e},{codes:n,m2:o,parts:s},i,r){let{rows:a,
lines:l,shares:h}=s;for(let c=0;c<a.length;c++){let f=a[c],u=e[f]>0?e[f]:0,p=r(f);t[f]&&((c===0||a[c-1]!==f)&&(o[n[f]*i+
p]-=u),o[l[c]*i+p]+=h[c]*u)}}function sa(t,e,n){let{shown:o,areas:s,category:i,count:r}=t,a=n.length,l=t.header.categories.
map(c=>n.indexOf(c)),h=e.map(function(c){let f=J(t,c),u=f.keys.length;return Object.assign(f,{count:new Uint32Array(u),m2:new Float64Array(
u*a)})});for(let c=0;c<r;c++){if(!o[c])continue;let f=s[c]>0?s[c]:0,u=l[i[c]];for(let p=0;p<h.length;p++){let m=h[p],_=m.
codes[c];m.count[_]+=1,m.m2[_*a+u]+=f}}return h.filter(c=>c.parts).forEach(c=>ln(t,c,a,f=>l[i[f]])),h}function No(t,e,n){
let o=e.map(()=>new Map),s=n.length;return M(t).forEach(function({store:i}){sa(i,e,n).forEach((r,a)=>r.keys.forEach(function(l,h){
let c=r.m2.subarray(h*s,(h+1)*s);if(!r.count[h]&&!c.some(u=>u>oa))return;let f=o[a].get(l)||{count:0,m2:new Float64Array(
s)};f.count+=r.count[h],c.forEach((u,p)=>f.m2[p]+=u),o[a].set(l,f)}))}),o}var Nt=new Map,$t=null,D=t=>Nt.has(t)?Nt.get(t)||null:new URLSearchParams(location.hash.slice(1)).get(t);function ia(){let t=new URLSearchParams(
location.hash.slice(1));Nt.forEach(function(e,n){e?t.set(n,e):t.delete(n)}),Nt.clear(),$t=null;try{history.replaceState(
null,"","#"+t.toString())}catch(e){if(e.name!=="SecurityError")throw e}}function Io(){Nt.clear(),clearTimeout($t),$t=null}
function F(t,e){Nt.set(t,e),$t===null&&($t=setTimeout(ia,250))}function ra(t){let e=(t||"").split(",").map(Number),[n,o,
s]=e;return e.length===3&&e.every(Number.isFinite)&&Math.abs(n)<=85&&Math.abs(o)<=180&&s>=0&&s<=24?e:null}function Do(t){
if(t.landbaseSettle)return t.landbaseSettle();let e=function(){let{lat:i,lng:r}=t.getCenter();return[i.toFixed(5),r.toFixed(
5),Number(t.getZoom().toFixed(2))].join(",")},n=null,o=()=>t.getZoom()===n[2]&&t.project(t.getCenter()).distanceTo(t.project(
[n[0],n[1]]))<1,s=function(){let i=ra(D("view"))||n;t.setView([i[0],i[1]],i[2],{animate:!1})};t.landbaseSettle=function(){
n=[t.getCenter().lat,t.getCenter().lng,t.getZoom()],s()},t.landbaseSettle(),t.on("moveend",function(){F("view",o()?"":e())}),
window.addEventListener("hashchange",s)}function Fo(t,e){let n=()=>[...e.getContainer().querySelectorAll("label")].map(r=>({
text:r.textContent.trim(),input:r.querySelector("input[type=checkbox]")})).filter(r=>r.input),o=()=>JSON.stringify(n().filter(
r=>!r.input.checked).map(r=>r.text)),s=o(),i=function(){let r=null;try{r=JSON.parse(D("off")||s)}catch{return}Array.isArray(
r)&&n().forEach(function({text:a,input:l}){l.checked===r.includes(a)&&l.click()})};i(),t.on("overlayadd overlayremove",function(){
setTimeout(function(){let r=o();F("off",r===s?"":r)},0)}),window.addEventListener("hashchange",i)}var cn=[56,34],aa=250;function la(t,e){let n=t.columns.findIndex(({name:i})=>i==="parcel_id"),o=Math.max(n,0);return[t.columns.
length?t.text(o,e):"",t.area(e,"mu")+" "+t.header.units.mu.label]}function ca(t,e){let n=4*e,[o,s,i,r]=t.boxes.subarray(
n,n+4),a=(s+r)/2,l=[];for(let c=t.rings[t.polygons[e]];c<t.rings[t.polygons[e+1]];c++){let f=2*t.vertices[c+1],u=f-2;for(let p=2*
t.vertices[c];p<f;u=p,p+=2){let m=t.xy[p+1],_=t.xy[u+1];m>a!=_>a&&l.push(t.xy[p]+(t.xy[u]-t.xy[p])*(a-m)/(_-m))}}if(l.length<
2)return[(o+i)/2,a];l.sort((c,f)=>c-f);let h=0;for(let c=0;c+1<l.length;c+=2)l[c+1]-l[c]>l[h+1]-l[h]&&(h=c);return[(l[h]+
l[h+1])/2,a]}function zo(t){let e=L.layerGroup(),n=!1,o=null,s=function(){if(o=null,e.clearLayers(),!n||t._animatingZoom)
return;let r=t.getBounds(),[a,l]=E.units(r.getSouthWest()),[h,c]=E.units(r.getNorthEast()),f=W(t.getZoom()),u=ct(2*cn[1]),
p=aa;M(t).forEach(({store:m})=>m.within(a,l,h,c).forEach(function(_){let g=4*_,b=m.boxes;if(!p||!m.shown[_]||b[g+2]-b[g]<
cn[0]*f||b[g+3]-b[g+1]<cn[1]*f)return;let[y,A]=ca(m,_),[x,N]=E.lonLat(y,A),B=la(m,_),Z=t.project([N,x]),w=Math.max(...B.
map(k=>k.length*7));if(!u.room(Z.x,Z.y,w))return;let v=d("span","lb-parcel-label");B.forEach(k=>v.appendChild(d("span","",
k))),e.addLayer(L.marker([N,x],{interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",html:v,iconSize:[
0,0]})})),p-=1}))},i=()=>o=o||requestAnimationFrame(s);return t.on("moveend zoomend lbchanged overlayadd overlayremove l\
bready",i),function(r){n=r,n?e.addTo(t):e.remove(),i()}}var hn=.1;function ha(t,e){t.landbaseOrder=e,e.forEach(function(n,o){n.setZIndex?n.setZIndex(o+1):t.hasLayer(n)&&n.bringToFront()})}
function Bo(t,e,n){let o=d("section","lb-panel lb-looks leaflet-control");e.after(o),o.setAttribute("aria-label",n.opacity),
L.DomEvent.disableClickPropagation(o);let s=o.appendChild(d("label","",n.opacity)),i=s.appendChild(d("input"));Object.assign(
i,{type:"range",min:hn,max:1,step:.05,value:1});let r=function(p){t.landbaseOpacity=p,i.value=p,S(t).forEach(m=>m.setShare(
p))},a=()=>Math.max(...S(t).map(p=>p.options.opacity||1),hn);i.addEventListener("input",function(){r(Number(i.value)),F(
"opacity",i.value===String(a())?"":i.value)});let l=o.appendChild(d("label")),h=l.appendChild(d("input")),c=zo(t);h.type=
"checkbox",l.appendChild(d("span","",n.labels)),h.addEventListener("change",function(){c(h.checked),F("labels",h.checked?
"on":"")});let f=o.appendChild(C(n.order,"lb-small",function(){ha(t,[...t.landbaseOrder||S(t)].reverse())})),u=function(){
let p=Number(D("opacity"));r(p>=hn&&p<=1?p:a()),h.checked=D("labels")==="on",c(h.checked),f.hidden=S(t).length<2};t.on("\
lbready",u),window.addEventListener("hashchange",u)}var _e=.003352810681182319,T=_e/(2-_e),ge=Math.sqrt(_e*(2-_e)),be=Math.PI/180,da=8,ye=6378137/(1+T)*(1+T**2/4+T**4/64),fa=[
T/2-2/3*T**2+5/16*T**3+41/180*T**4,13/48*T**2-3/5*T**3+557/1440*T**4,61/240*T**3-103/140*T**4,49561/161280*T**4],ua=[T/2-
2/3*T**2+37/96*T**3-1/360*T**4,1/48*T**2+1/15*T**3-437/1440*T**4,17/480*T**3-37/840*T**4,4397/161280*T**4],jo=5e5,It=1e6,
pa=[72,137],ma=[3,55],_a=[25,45],ga=[1e5,9e5],ba=[3e5,61e5],dn=t=>Math.round(t/3);function fn([t,e],n=dn(t)){let o=Math.
sin(e*be),s=(t-3*n)*be,i=Math.sinh(Math.atanh(o)-ge*Math.atanh(ge*o)),r=Math.atan2(i,Math.cos(s)),a=Math.asinh(Math.sin(
s)/Math.hypot(i,Math.cos(s))),l=r,h=a;return fa.forEach(function(c,f){let u=2*(f+1);l+=c*Math.sin(u*r)*Math.cosh(u*a),h+=
c*Math.cos(u*r)*Math.sinh(u*a)}),{zone:n,x:n*It+jo+ye*h,y:ye*l}}function Ro(t,e){let n=Math.floor(t/It),o=e/ye,s=(t-n*It-
jo)/ye,i=o,r=s;ua.forEach(function(h,c){let f=2*(c+1);i-=h*Math.sin(f*o)*Math.cosh(f*s),r-=h*Math.cos(f*o)*Math.sinh(f*s)});
let a=Math.atanh(Math.sin(i)/Math.cosh(r)),l=i;for(let h=0;h<da;h++)l=Math.asin(Math.tanh(a+ge*Math.atanh(ge*Math.sin(l))));
return[3*n+Math.atan2(Math.sinh(r),Math.cos(i))/be,l/be]}var Jt=(t,[e,n])=>t>=e&&t<=n;function ya(t){let e=t.normalize("\
NFKC").toLowerCase().replace(/[′’‘'分]/g,"'").replace(/[″”“"秒]|''/g,'"').replace(/[º˚度]/g,"°");if(/[^\d\s.,;:+\-°'"newsxy=东经北纬带度（）()、，；/]/.
test(e))return null;let n=[],o=/(\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*'\s*(?:(\d+(?:\.\d+)?)\s*"?)?)?)?/g;for(let s=o.
exec(e);s;s=o.exec(e)){let[,i,r=0,a=0]=s;if(r>=60||a>=60)return null;n.push(Number(i)+r/60+a/3600)}return n}function Uo(t,e){
let n=ya(t);if(!n||n.length!==2)return null;for(let[o,s]of[n,[n[1],n[0]]])if(Jt(o,pa)&&Jt(s,ma))return{place:[o,s],zone:null};
for(let[o,s]of[n,[n[1],n[0]]]){let i=Math.floor(o/It),r=o-i*It;if(!(!Jt(s,ba)||!Jt(r,ga))){if(Jt(i,_a))return{place:Ro(o,
s),zone:i};if(i===0&&e)return{place:Ro(e*It+o,s),zone:e}}}return null}var we=([t,e])=>t.toFixed(6)+"°, "+e.toFixed(6)+"\
°";var qo=1e6,un=/^(0\d+|\d{16,})$/,wa=200,xe=t=>t.reduce((e,{rows:n})=>e+n.length,0);function Yt(t,e,n){if(!Number.isFinite(
t))return"";let o=e?t*e.times/e.by:t;return(et(o,n)/10**n).toFixed(n)}function Xt(t){let e=new Map;return t.forEach(({store:n})=>n.
columns.forEach(o=>e.set(o.name,o.label))),e}function pn(t,e,n){let o=[...Xt(t).values(),e.m2,e.mu,e.ha];return n===void 0?
o:[...o,e.day]}function*Dt(t){let e=[...Xt(t).keys()];for(let{store:n,rows:o}of t){let s=e.map(i=>n.columns.findIndex(r=>r.
name===i));for(let i of o)yield{store:n,row:i,texts:s.map(r=>r<0?"":n.text(r,i)),m2:n.areas[i]}}}function*Ho(t,e,n){yield pn(
t,e,n);for(let{store:o,texts:s,m2:i}of Dt(t)){let{mu:r,ha:a}=o.header.units;s.push(Yt(i,null,2),Yt(i,r,r.decimals),Yt(i,
a,a.decimals)),n!==void 0&&s.push(I(n)),yield s}}function Zo(t){return/^[-+]?[\d,]+(\.\d+)?%?$/.test(t)&&!un.test(t)?t:un.
test(t)?"	"+t:/^[\s\u0000-\u001f]*[=+\-@＝＋－＠|]/.test(t)||/^[\t\r\n]/.test(t)?"'"+t:t}function xa(t){let e=Zo(t);
return/[",\r\n\t;]/.test(e)||e!==e.trim()?'"'+e.replace(/"/g,'""')+'"':e}function*ve(t,e,n=""){let o=[],s=!0;for(let i of t)
o.push(e(i)),!(o.length<wa)&&(yield(s?"":n)+o.join(n),[o,s]=[[],!1]);o.length&&(yield(s?"":n)+o.join(n))}var va=t=>t.map(
xa).join(",")+`\r
`;function*Ko(t,e,n){yield"\uFEFF",yield*ve(Ho(t,e,n),va)}function Ca(t){let e=t.replace(/[\t\r\n]+/g," ");return un.test(
e)?'="'+e+'"':Zo(e)}var Ea=t=>t.map(Ca).join("	"),Ce=(t,e,n)=>[...ve(Ho(t,e,n),Ea,`
`)].join(""),La=t=>Math.round(t*qo)/qo;function ka(t,e){let n=[];for(let o=t.vertices[e];o<t.vertices[e+1];o++)n.push(E.
lonLat(t.xy[2*o],t.xy[2*o+1]).map(La));return[...n,n[0]]}function Ee(t,e){let n=[];for(let o=t.polygons[e];o<t.polygons[e+
1];o++){let s=[];for(let i=t.rings[o];i<t.rings[o+1];i++)s.push(ka(t,i));n.push(s)}return n}function Aa(t,e){let n=Ee(t,
e);return n.length?n.length===1?{type:"Polygon",coordinates:n[0]}:{type:"MultiPolygon",coordinates:n}:null}function*Vo(t,e,n){
let o=function({store:i,row:r}){let a={};return i.columns.forEach((l,h)=>a[l.name]=i.text(h,r)||null),a.area_m2=Number.isFinite(
i.areas[r])?i.areas[r]:null,n!==void 0&&(a.as_of=I(n)),JSON.stringify({type:"Feature",properties:a,geometry:Aa(i,r)})};yield JSON.
stringify({type:"FeatureCollection",note:e.note,crs:{type:"name",properties:{name:"urn:ogc:def:crs:EPSG::4490"}}}).slice(
0,-1)+',"features":[',yield*ve(Dt(t),o,","),yield"]}"}var Oa={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"},st=t=>t.replace(
/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g,
"$1").replace(/[&<>"]/g,e=>Oa[e]);function Wo(t,e){let[,n,o,s]=/^#(..)(..)(..)/.exec(t)||[0,"80","80","80"];return(e+s+o+
n).toLowerCase()}function Sa(t,e){let n=s=>"<LinearRing><coordinates>"+s.map(i=>i.join(",")).join(" ")+"</coordinates></\
LinearRing>",o=Ee(t,e).map(([s,...i])=>"<Polygon><outerBoundaryIs>"+n(s)+"</outerBoundaryIs>"+i.map(r=>"<innerBoundaryIs\
>"+n(r)+"</innerBoundaryIs>").join("")+"</Polygon>");return o.length>1?"<MultiGeometry>"+o.join("")+"</MultiGeometry>":o.
join("")}function*Go(t,e,n){let o=new Map,s=[...Xt(t).entries()],i=function({color:r,edge:a}){let l=r+a;return o.has(l)||
o.set(l,"s"+o.size),o.get(l)};t.forEach(({store:r})=>r.classes.forEach(i)),yield`<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+st(e.file)+"</name><description>"+st(e.note)+`</descriptio\
n>
`;for(let[r,a]of o){let[,l,h]=/^(#......)(#......)$/.exec(r)||[0,"#808080","#404040"];yield'<Style id="'+a+'"><LineStyle\
><color>'+Wo(h,"ff")+"</color><width>1.5</width></LineStyle><PolyStyle><color>"+Wo(l,"b3")+`</color></PolyStyle></Style>\

`}yield*ve(Dt(t),function({store:r,row:a,texts:l,m2:h}){let c=s.map(([,f],u)=>[f,l[u]]);return c.push([e.m2,Yt(h,null,2)],
[e.mu,Yt(h,r.header.units.mu,2)]),n!==void 0&&c.push([e.day,I(n)]),"<Placemark><name>"+st(l[0]||"")+"</name><styleUrl>#"+
i(r.classes[r.position[a]])+"</styleUrl><ExtendedData>"+c.map(([f,u])=>'<Data name="'+st(f)+'"><value>'+st(u)+"</value><\
/Data>").join("")+"</ExtendedData>"+Sa(r,a)+`</Placemark>
`}),yield`</Document></kml>
`}var $o=1,Ma=0;function Ta(t,e,n=Ma){let{zone:o,x:s,y:i}=fn(t);return e.inZone.replace("{zone}",o).replace("{y}",s.toFixed(
n)).replace("{x}",i.toFixed(n))}var Pa=L.Control.extend({options:{position:"bottomleft"},initialize:function(t){this._words=
t},onAdd:function(t){let e=this._box=d("div","lb-where");return e.hidden=!0,e.title=this._words.where,this._lines=[e.appendChild(
d("span")),e.appendChild(d("span"))],t.on("mousemove",this._soon,this),t.on("mouseout",()=>e.hidden=!0),e},_soon:function({
latlng:t}){this._at=t,this._frame=this._frame||requestAnimationFrame(()=>{this._frame=null;let e=[this._at.lng,this._at.
lat];this._lines[0].textContent=we(e),this._lines[1].textContent=Ta(e,this._words),this._box.hidden=!1})}}),Jo=(t,e)=>new Pa(
e).addTo(t);function Yo(t,e,n){let o=[n.points.join("	")],s=0,i=0,r=Ee(t,e);if(!r.length)return"";let a=r[0][0].reduce((h,[
c])=>h+c,0)/r[0][0].length,l=Math.round(a/3);return r.forEach(h=>h.forEach(function(c){s+=1;let f=i+1;c.forEach(function(u,p){
let m=p===c.length-1,{x:_,y:g}=fn(u,l);m||(i+=1),o.push([s,"J"+(m?f:i),g.toFixed($o),_.toFixed($o),u[0].toFixed(6),u[1].
toFixed(6)].join("	"))})})),[n.pointsOf.replace("{zone}",l),...o].join(`
`)}function Xo(t,e){e.forEach(function(n){let o=t.createPane(n.name);o.style.zIndex=n.zIndex,o.style.pointerEvents="none"})}
function Qo(t,e){let n=d("header","lb-title");n.appendChild(d("h1","",e.title));let o=d("div","lb-notes");e.notes.forEach(
i=>o.appendChild(d("span","lb-note",i))),n.appendChild(o),t.getContainer().classList.add("lb-under-title"),t.getContainer().
before(n),n.firstChild.title=e.title;let s=function(){document.documentElement.style.setProperty("--lb-title-height",n.offsetHeight+
"px"),t.invalidateSize({animate:!1,pan:!1})};s(),new ResizeObserver(()=>requestAnimationFrame(s)).observe(n)}var Na=L.Control.
Scale.extend({options:{imperial:!1,maxWidth:140},initialize:function(t){this._words=t},_updateMetric:function(t){let{metres:e,
text:n}=Tt(t,this._words);this._updateScale(this._mScale,n,e/t)}});function ts(t,e){if(document.documentElement.lang=e.lang,
t.attributionControl.setPrefix(!1),t.getContainer().classList.add("lb-map"),L.control.zoom({zoomInTitle:e.zoomIn,zoomOutTitle:e.
zoomOut}).addTo(t),new Na(e).addTo(t),Jo(t,e),e.message){let n=d("div","lb-message",e.message);n.setAttribute("role","st\
atus"),t.getContainer().appendChild(n)}}function mt(t){let e=t.getContainer().querySelector(".leaflet-top.leaflet-right"),
n=e?e.offsetWidth:0;return n&&t.getSize().x>2*n?n+24:24}function _t(t){let[e,n]=[".lb-bottom",".lb-list"].map(o=>t.getContainer().
querySelector(o));return(e?e.offsetHeight+24:16)+(n?n.offsetHeight:0)}function es(t,{title:e,words:n}){let o=t.getContainer();
o.classList.add("lb-panel","lb-layers"),o.setAttribute("aria-label",e),o.prepend(d("div","lb-panel-title",e)),Fo(t._map,
t),n&&$.length&&Bo(t._map,o,n)}function Ft(t){if(t.landbaseBottom)return t.landbaseBottom;let e=t.landbaseBottom=d("div",
"lb-bottom leaflet-control");L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),t.getContainer().
appendChild(e);let n=function(){let i=t.getContainer().querySelector(".leaflet-top.leaflet-right");e.style.right=(i?i.offsetWidth+
12:12)+"px",t.getContainer().style.setProperty("--lb-foot",e.offsetHeight+24+"px")},o=new ResizeObserver(()=>requestAnimationFrame(
n));return[e,t.getContainer().querySelector(".leaflet-top.leaflet-right")].filter(Boolean).forEach(i=>o.observe(i)),t.on(
"lbready lbchanged resize",n),n(),e}var ss=17,Ia=2,Da=.05,Fa=8,za=8e3,ns="http://www.w3.org/2000/svg",Ba={all:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M5 5h6v\
6H5z",shown:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M4 5h8L9 8.5V12l-2-1V8.5z",screen:"M9.5 2H14v4.5M14 2 9.5 6.5M6.5 14H\
2V9.5M2 14l4.5-4.5"};function zt(t,e){t.fitBounds(e,{paddingTopLeft:[24,48],paddingBottomRight:[mt(t),_t(t)],maxZoom:ss,
animate:!1})}function Qt(t){let e=ot(t);e&&zt(t,e)}function is(t,[e,n]){let o=L.latLng(n,e),s=t.options.maxBounds;s&&!L.
latLngBounds(s).contains(o)&&t.setMaxBounds(L.latLngBounds(s).extend(o).pad(.1)),t.setView(o,Math.max(t.getZoom(),Math.min(
ss,t.getMaxZoom())),{animate:!1}),t.landbaseSpot&&t.landbaseSpot.remove();let i=L.divIcon({className:"lb-spot",html:d("i"),
iconSize:[0,0]}),r=t.landbaseSpot=L.marker(o,{icon:i,interactive:!1,keyboard:!1}).addTo(t);setTimeout(()=>r.remove(),za)}
function Ra(t){let e=document.createElementNS(ns,"svg"),n=document.createElementNS(ns,"path");return e.setAttribute("vie\
wBox","0 0 16 16"),e.setAttribute("aria-hidden","true"),n.setAttribute("d",t),e.appendChild(n),e}var ja=()=>document.fullscreenElement||
document.webkitFullscreenElement;function Ua(t,e){let n=document.documentElement;if(ja())(document.exitFullscreen||document.
webkitExitFullscreen).call(document);else{let o=(n.requestFullscreen||n.webkitRequestFullscreen).call(n);o&&o.catch(()=>j(
t,e.noScreen))}}var qa=L.Control.extend({options:{position:"topleft"},initialize:function(t){this._words=t.words,this._bounds=
L.latLngBounds(t.bounds)},onAdd:function(t){this._map=t;let e=d("div","leaflet-bar lb-views"),n=this._words,o=function(s,i){
let r=e.appendChild(d("button"));r.type="button",r.title=n[s],r.setAttribute("aria-label",n[s]),r.appendChild(Ra(Ba[s])),
r.addEventListener("click",i)};return o("all",()=>zt(t,this._bounds)),o("shown",()=>Qt(t)),(document.fullscreenEnabled||
document.webkitFullscreenEnabled)&&o("screen",()=>Ua(t,n)),L.DomEvent.disableClickPropagation(e),e}});function os(t){let e=t.
getCenter(),n=Da/2;return L.latLngBounds(t.getSouthWest(),t.getNorthEast()).extend([e.lat-n,e.lng-n]).extend([e.lat+n,e.
lng+n])}function rs(t,e){let n=L.latLngBounds(e.bounds),o=new qa(e),s=function(){let r=os(n);t.setMinZoom(Math.max(0,Math.
floor(t.getBoundsZoom(r))-Ia))},i=t.getContainer().querySelector(".leaflet-control-zoom");o.addTo(t),i&&i.after(o.getContainer()),
t.options.maxBoundsViscosity=.8,t.fitBounds(n,{paddingTopLeft:[24,48],paddingBottomRight:[mt(t),_t(t)],animate:!1}),s(),
t.setMaxBounds(os(n).pad(Fa)),t.on("resize",s),Do(t)}function Wa(t,e){if(!e)return d("span","",t.label);let n=d("button","lb-pick",t.label);return n.type="button",n.setAttribute(
"aria-pressed",String(e.chosen(t))),n}function as(t,e,n){let o=d("tr",e);o.dataset[t.other?"other":"code"]=t.code;let s=d(
"th");return s.scope="row",t.color&&s.appendChild(q(t)),s.appendChild(Wa(t,n)),o.appendChild(s),["count","mu","ha"].forEach(
i=>o.appendChild(d("td","",t[i]))),n&&n.any()&&o.classList.add(n.chosen(t)?"lb-picked":"lb-unpicked"),n&&o.addEventListener(
"click",i=>n.take(t,i)),o}function ls(t,e){let n=d("table");n.appendChild(d("caption","lb-panel-title",t));let o=n.appendChild(
d("thead")).appendChild(d("tr"));return e.forEach(function(s){let i=o.appendChild(d("th","",s));i.scope="col"}),n.appendChild(
d("tbody")),n.appendChild(d("tfoot")),n}function mn(t,e,n,o){let s=t.tBodies[0].contains(document.activeElement)&&document.
activeElement.closest("tr"),i=l=>l.dataset.code||l.dataset.other,r=s&&i(s);O(t.tBodies[0],...e.map(l=>as(l,"",o))),O(t.tFoot,
as(n,"lb-total"));let a=s&&[...t.tBodies[0].rows].find(l=>i(l)===r);a&&a.querySelector("button").focus()}function _n(t,e,n){
let o=()=>t.landbaseFilters;return{any:()=>o().chosen(e).length>0,chosen:s=>o().chosen(e).includes(n(s)),take:function(s,i){
let r=n(s),a=o().chosen(e);i.detail>1?(a.includes(r)||o().only(e,r),Qt(t)):i.ctrlKey||i.metaKey||a.length===1&&a[0]===r?
o().more(e,r):o().only(e,r)}}}var Ha=L.Control.extend({options:{position:"topright"},initialize:function(t){this.data=t},
onAdd:function(t){let e=this.data,n=d("section","lb-panel lb-legend leaflet-control");if(n.setAttribute("aria-label",e.title),
this._map=t,this._table=n.appendChild(ls(e.title,e.heads)),mn(this._table,e.lines,e.total),e.notes.forEach(o=>n.appendChild(
d("p","lb-foot",o))),e.groups){let o=n.appendChild(d("details","lb-by"));o.open=window.innerHeight>900,o.appendChild(d("\
summary","lb-panel-title",e.groups.title)),this._groups=o.appendChild(ls("",[e.groups.head,...e.heads.slice(1)])),o.appendChild(
d("p","lb-foot",e.groups.note))}return n.appendChild(d("p","lb-foot lb-how",e.how)),L.DomEvent.disableClickPropagation(n),
L.DomEvent.disableScrollPropagation(n),n},_picks:function(){let t=this._map.landbaseFilters,{column:e,groups:n}=this.data;
return!t||!t.ready()?[]:[t.has(e)?_n(this._map,e,s=>s.word):_n(this._map,"class",s=>String(s.position)),n&&t.has(n.column)?
_n(this._map,n.column,s=>s.code):void 0]},update:function(){let t=this.data,e=t.categories,[n,o]=this._picks(),s=()=>({count:0,
m2:e.map(()=>0)}),i=["class",...t.groups?[t.groups.column]:[]],[r,a]=No(this._map,i,e),l=t.lines.map(u=>Object.assign({},
u,r.get(u.position)||s())),h=u=>Object.assign(u,{label:t.total.label}),c=pt(l,t.units);if(mn(this._table,c.lines,h(c.total),
n),this._map.fire("landbase:figures",{total:c.total}),!t.groups)return;o&&o.any()&&this._map.landbaseFilters.labels(t.groups.
column).forEach(u=>a.has(u)||a.set(u,Object.assign(s(),{other:!0})));let f=pt(Pt(t.groups.labels,a).map(u=>Object.assign(
{code:u,label:u||t.groups.missing},a.get(u))),t.units);mn(this._groups,f.lines,h(f.total),o)}}),Le=(t,e)=>new Ha(e).addTo(
t);var te=2;function Za(t,e,n,o,s){let{shown:i,areas:r,category:a,count:l}=t,h=s.length,c=J(t,n),f=J(t,o),u=f.keys.length*h,
p=t.header.categories.map(b=>s.indexOf(b)),m=b=>f.codes[b]*h+p[a[b]],_=new Float64Array(c.keys.length*u),g=new Uint32Array(
c.keys.length*f.keys.length);for(let b=0;b<l;b++)i[b]&&(g[c.codes[b]*f.keys.length+f.codes[b]]+=1,_[c.codes[b]*u+m(b)]+=
r[b]>0?r[b]:0);c.parts&&ln(t,Object.assign({m2:_},c),u,m),c.keys.forEach((b,y)=>f.keys.forEach(function(A,x){let N=_.subarray(
y*u+x*h,y*u+(x+1)*h),B=g[y*f.keys.length+x];if(!B&&!N.some(w=>w>1e-9))return;e.has(b)||e.set(b,new Map);let Z=e.get(b).get(
A)||{count:0,m2:new Float64Array(h)};Z.count+=B,N.forEach((w,v)=>Z.m2[v]+=w),e.get(b).set(A,Z)}))}function Bt(t,e,n,o){let s=new Map;
return M(t).forEach(({store:i})=>Za(i,s,e,n,o)),s}var it=t=>[...t].reduce((e,n)=>e+n,0),gn=t=>[...t.values()].reduce(function(e,{
count:n,m2:o}){return e.count+=n,o.forEach((s,i)=>e.m2[i]=(e.m2[i]||0)+s),e},{count:0,m2:[]}),Ka=t=>et(Number(t.replace(
/,/g,"")),te);function ke(t,e,n){let o=pt(e.map(s=>Object.assign({code:s},gn(t.get(s)))),n).lines;return new Map(e.map(function(s,i){
let r=[...t.get(s)],a=new Map(r.map(([l,h])=>[l,Object.assign({},h)]));return["mu","ha"].forEach(function(l){let{times:h,
by:c}=n[l],f=r.map(([,{m2:u}])=>it(u)*h/c);Vt(f,te,Ka(o[i][l])).forEach((u,p)=>a.get(r[p][0])[l]=u)}),[s,a]}))}var rt=t=>(t/
10**te).toLocaleString("en-US",{minimumFractionDigits:te,maximumFractionDigits:te});var bn=new Map;function cs(t){return bn.has(t)||bn.set(t,I(t).slice(0,7)),bn.get(t)}function hs(t,e,n){let o=t.events,s=o&&
o.disposals;if(!s)return;let i=0;for(let r=0;r<s.events.length;r++){let a=s.events[r],l=o.days[a];for(;o.firsts[i+1]<=a;)
i++;l>e||s.lasts[r]&&l+s.lasts[r]-1<=e||n(i,cs(l),s.m2[r])}}function ds(t){let e=t.events,n=e&&e.disposals;return n?[...new Set(
Array.from(n.events,o=>cs(e.days[o])))].sort():[]}function fs(t,e,n){let o=new Uint8Array(t.count),s=new Set(e);hs(t,n,(i,r)=>s.
has(r)&&(o[i]=1));for(let i=0;i<t.count;i++)t.shown[i]&=o[i]}function us(t,e,n,o){let s=Array.from({length:12},()=>new Float64Array(
o.length)),i=0;return t.forEach(function(r){let a=r.header.categories.map(l=>o.indexOf(l));hs(r,n,function(l,h,c){!r.shown[l]||
!h.startsWith(e)||(Number.isNaN(c)?i+=1:s[Number(h.slice(5))-1][a[r.category[l]]]+=c)})}),{months:s,unknown:i}}var ps=100,ms=.4;function _s(t,e,n){let o=d("i");return o.style.background=t,o.title=e+" "+n,o}var Va=L.Class.extend({initialize:function(t,e,n){
this._map=t,this._data=e,this._legend=n;let o=this._box=d("details","lb-charts");o.appendChild(d("summary","lb-panel-tit\
le",e.words.title)),this._status=n.groups?o.appendChild(d("figure","lb-chart")):null,this._months=e.months?o.appendChild(
d("figure","lb-chart lb-chart-months")):null,o.appendChild(d("p","lb-foot",e.words.how)),o.addEventListener("toggle",()=>this.
_draw()),t.on("lbchanged",this._soon,this)},box:function(){return this._status||this._months?this._box:null},_soon:function(){
!this._box.open||this._frame||(this._frame=requestAnimationFrame(()=>{this._frame=null,this._draw()}))},_draw:function(){
!this._box.open||!M(this._map).length||(this._status&&this._drawStatus(),this._months&&this._drawMonths())},_pick:function(t,...e){
let n=this._map.landbaseFilters;e.filter(([o])=>n.has(o)).forEach(function([o,s]){let i=n.chosen(o),r=i.length===1&&i[0]===
s;t.ctrlKey||t.metaKey||r?n.more(o,s):n.only(o,s)})},_pickBoth:function(t,...e){let n=this._map.landbaseFilters,o=e.filter(
([i])=>n.has(i)),s=o.every(([i,r])=>n.chosen(i).length===1&&n.chosen(i)[0]===r);o.forEach(function([i,r]){let a=n.chosen(
i).includes(r);s||(t.ctrlKey||t.metaKey)&&!a?n.more(i,r):(!a||!(t.ctrlKey||t.metaKey))&&n.only(i,r)})},_classFilter:function(t){
let e=this._map.landbaseFilters,{column:n}=this._legend;return e.has(n)?[n,t.word]:["class",String(t.position)]},_drawStatus:function(){
let{groups:t,categories:e,units:n,lines:o,title:s}=this._legend,i=this._data.words,r=Bt(this._map,t.column,"class",e),a=Pt(
t.labels,r),l=ke(r,a,n),h=new Map;l.forEach((p,m)=>h.set(m,it([...p.values()].map(({mu:_})=>_))));let c=Math.max(1,...h.
values()),f=d("ul","lb-bars-list");a.forEach(p=>f.appendChild(this._bar(p,l.get(p),h.get(p),c,o)));let u=d("figcaption",
"",i.status.replace("{class}",s));O(this._status,u,f)},_bar:function(t,e,n,o,s){let{groups:i,units:r}=this._legend,a=r.mu.
label,l=t||i.missing,h=d("li"),c=this._map.landbaseFilters,f=h.appendChild(C(l,"lb-pick",m=>this._pick(m,[i.column,t])));
f.title=l,f.setAttribute("aria-pressed",String(c.chosen(i.column).includes(t)));let u=h.appendChild(d("div","lb-bar-bloc\
ks")),p=[];return u.setAttribute("role","img"),s.filter(({position:m})=>e.has(m)).forEach(m=>{let _=e.get(m.position),g=P(
rt(_.mu),a),b=u.appendChild(_s(m.color,l+" "+m.label,g));b.dataset.code=m.code,b.dataset.mu=_.mu,b.style.width=(_.mu>0?Math.
max(ms,_.mu/o*ps):0)+"%",b.addEventListener("click",y=>this._pickBoth(y,[i.column,t],this._classFilter(m))),p.push(m.label+
" "+g)}),u.setAttribute("aria-label",l+": "+p.join(", ")),h.appendChild(d("span","lb-bar-sum",rt(n))),h},_drawMonths:function(){
let t=this._map,e=kt(t),n=I(e).slice(0,4),o=this._data.words,{categories:s,units:{mu:i}}=this._legend,r=M(t).map(({store:b})=>b),
{months:a,unknown:l}=us(r,n,e,s),h=a.map(b=>Array.from(b,y=>y*i.times/i.by)),c=h.map(it),f=et(it(c),2),u=Math.max(...c,1e-9),
p=Vt(c,2,f),m=d("figcaption","",o.months.replace("{year}",n)),_=d("ol","lb-months");h.forEach((b,y)=>_.appendChild(this.
_month(y,n,b,p[y],u)));let g=[f>0?o.sum.replace("{day}",V(e,o.date)).replace("{mu}",rt(f)):o.none];l&&g.push(o.unknown.replace(
"{n}",l.toLocaleString("en-US"))),O(this._months,m,_,this._keys(),...g.map(b=>d("p","lb-foot",b)))},_month:function(t,e,n,o,s){
let i=this._data.words,r=e+"-"+String(t+1).padStart(2,"0"),a=this._map.landbaseFilters,l=d("li"),h=i.month.replace("{mon\
th}",t+1),c=l.appendChild(C("","lb-month",_=>this._pick(_,["disposal_month",r]))),f=this._legend.units.mu.label,u=[],p=c.
appendChild(d("span","lb-month-blocks")),m=Vt(n,2,o);return n.forEach((_,g)=>{let{color:b,label:y}=this._data.categories[g],
A=P(rt(m[g]),f);if(!(_>0))return;let x=p.appendChild(_s(b,h+" "+y,A));x.style.height=Math.max(ms,_/s*ps)+"%",x.dataset.mu=
m[g],u.push(y+" "+A)}),c.appendChild(d("span","lb-month-name",h)),c.dataset.month=r,c.disabled=!u.length&&!a.chosen("dis\
posal_month").includes(r),c.setAttribute("aria-pressed",String(a.chosen("disposal_month").includes(r))),c.setAttribute("\
aria-label",[h,...u].join(" ")),l},_keys:function(){let t=d("p","lb-chart-keys");return this._data.categories.forEach(({
label:e,color:n})=>{t.appendChild(d("span")).append(q({color:n}),e)}),t}}),gs=(t,e,n)=>new Va(t,e,n).box();var Ga=150,Ae=class{constructor(e,n,o){this._columns=new Map,S(e).forEach(({store:s})=>s.columns.forEach(({name:i,label:r})=>this.
_columns.set(i,r))),this._words=n,this._changed=o,this._state={},this.box=this._build()}_build(){let e=this._words,n=d("\
div","lb-column-filter");this._which=n.appendChild(d("select","lb-input")),this._which.setAttribute("aria-label",e.inColumn);
let o=this._which.appendChild(d("option","",e.inColumn));o.value="",this._columns.forEach((i,r)=>this._which.appendChild(
d("option","",i)).value=r),this._text=n.appendChild(d("input","lb-input")),this._text.type="search",this._text.placeholder=
e.columnHolds,this._text.setAttribute("aria-label",e.columnHolds);let s=null;return this._text.addEventListener("input",
()=>{clearTimeout(s),s=setTimeout(()=>this._take(this._which.value,this._text.value),Ga)}),this._which.addEventListener(
"change",()=>this._show()),this._show(),n}_take(e,n){let o=Object.assign({},this._state);n.trim()?o[e]=n:delete o[e],this.
_changed(o)}_show(){let e=this._state[this._which.value]||"";this._text.disabled=!this._which.value,this._text.value.trim()!==
e.trim()&&(this._text.value=e)}known(e){return Object.fromEntries(Object.entries(e).filter(([n])=>this._columns.has(n)))}fill(e){
this._state=e;let[n]=Object.keys(e);!this._which.value&&n&&(this._which.value=n),this._show()}chips(){return Object.entries(
this._state).map(([e,n])=>({text:this._words.columnChip.replace("{column}",this._columns.get(e)).replace("{text}",n.trim()),
off:()=>this._take(e,"")}))}};function $a(t,e,n){for(let o=0;o<t.length;o++)t[o]&=n[e[o]]}var Ja=(t,e)=>Uint8Array.from(t,n=>e(n)?1:0);function bs(t,e,n=t.
columns){let o=new Uint8Array(t.count);n.forEach(s=>St(t,s,G,e,o,1,1));for(let s=0;s<o.length;s++)t.shown[s]&=o[s]}function Ya(t,e){
let{shown:n,areas:o}=t,{times:s,by:i}=t.header.units.mu,r=e.least===null?-1/0:e.least,a=e.most===null?1/0:e.most;for(let l=0;l<
n.length;l++){let h=o[l]*s/i;h>=r&&h<=a||(n[l]=0)}}function Xa(t,e){let{shown:n,due:o}=t;if(!o)n.fill(0);else for(let s=0;s<
n.length;s++)n[s]&=o[s]<e}function yn(t,e){if(e==="place")return t.place&&{values:t.place,words:t.header.places};if(e===
"class")return{values:t.position,words:t.classes.map((i,r)=>String(r))};let[n,o]=e.split(":"),s=t.columns.find(i=>i.name===
n);return!s||!s.words?null:o!=="year"?s.choices?s:null:{values:s.values,words:s.words.map(i=>i.slice(0,4))}}var ys=t=>G(
t).split(/[\s\0]+/).filter(Boolean);function wn(t,e,n){t.shown.fill(1),e.overdue&&Xa(t,n),(e.least!==null||e.most!==null)&&
Ya(t,e),Object.entries(e.choices).forEach(function([o,s]){if(o==="disposal_month")return fs(t,s,n);let i=yn(t,o);i&&$a(t.
shown,i.values,Ja(i.words,r=>s.includes(r)))}),ys(e.text).forEach(o=>bs(t,o)),Object.entries(e.columns).forEach(function([
o,s]){let i=t.columns.filter(r=>r.name===o);ys(s).forEach(r=>bs(t,r,i))})}function ws(t,e){let n=kt(t);S(t).forEach(function(o){
wn(o.store,e,n),o.refresh()})}var at=()=>({text:"",least:null,most:null,overdue:!1,choices:{},columns:{}});function xs(t){
let e=at();return typeof t!="object"||t===null||(typeof t.text=="string"&&(e.text=t.text),e.overdue=t.overdue===!0,["lea\
st","most"].forEach(function(n){Number.isFinite(t[n])&&(e[n]=t[n])}),Object.entries(t.choices||{}).forEach(function([n,o]){
let s=Array.isArray(o)?o.filter(i=>typeof i=="string"):[];s.length&&(e.choices[n]=s)}),Object.entries(t.columns||{}).forEach(
function([n,o]){typeof o=="string"&&o.trim()&&(e.columns[n]=o)})),e}var vs=16,Qa=.5,tl=Math.sqrt(3)/2,el=[1,2,5],Oe=1<<24;function Cs(t,e,n){let o=new Map;return Bt(t,e,"done",n).forEach(function(s,i){
let r=it(gn(s).m2),a=s.has(1)?it(s.get(1).m2):0;o.set(i,{m2:r,done:a,share:r>0?a/r:NaN})}),o}function Es(t,e){let n=new Map,
o=[],s=t.map(function({boxes:i,count:r}){let a=new Int32Array(r).fill(-1);for(let l=0;l<r;l++){let h=4*l;if(i[h]>i[h+2])
continue;let c=e((i[h]+i[h+2])/2,(i[h+1]+i[h+3])/2,Math.max(i[h+2]-i[h],i[h+3]-i[h+1]));if(c===null)continue;let f=n.get(
c);f===void 0&&(f=o.push(c)-1,n.set(c,f)),a[l]=f}return a});return{keys:o,rows:s}}function Ls(t,{keys:e,rows:n}){let o=new Uint32Array(
e.length),s=new Float64Array(e.length),i=0;return t.forEach(function({shown:r,areas:a,count:l},h){let c=n[h];for(let f=0;f<
l;f++)r[f]&&(i+=1,!(c[f]<0)&&(o[c[f]]+=1,a[f]>0&&(s[c[f]]+=a[f])))}),{counts:o,m2:s,all:i}}function xn(t,e,n){let o=vs*e,
s=n*e;return Es(t,(i,r,a)=>a>=s?null:Math.floor(i/o)*Oe+Math.floor(r/o))}function ks(t,e,n,o=xn(t,e,n)){let{counts:s,all:i}=Ls(
t,o),r=(vs/n)**2;return i>0&&s.reduce((a,l)=>a+(l>r?l:0),0)>Qa*i}function vn(t,e){let n=e*tl;return Object.assign({width:e,
tall:n},Es(t,function(o,s){let i=Math.floor(s/n),r=null,a=1/0;for(let l=i;l<=i+1;l++){let h=l&1?.5:0,c=Math.round(o/e-h),
f=o-(c+h)*e,u=s-l*n,p=f*f+u*u;p<a&&([r,a]=[l*Oe+c,p])}return r}))}function As(t,e,n=vn(t,e)){let{counts:o,m2:s}=Ls(t,n),
i=[];return n.keys.forEach(function(r,a){if(!o[a])return;let l=Math.round(r/Oe),h=r-l*Oe;i.push({x:(h+(l&1?.5:0))*e,y:l*
n.tall,count:o[a],m2:s[a]})}),i}var Os=[0,1,2,3,4,5].map(t=>[Math.sin(t*Math.PI/3)/Math.sqrt(3),Math.cos(t*Math.PI/3)/Math.
sqrt(3)]);function Ss(t,e){let n=Float64Array.from(t).sort(),o=[];for(let s=1;s<e&&n.length;s++){let i=Math.max(2,n[Math.
floor(s/e*(n.length-1))]),r=10**Math.floor(Math.log10(i)),a=[...el,10].map(l=>l*r).reduce((l,h)=>Math.abs(h-i)<Math.abs(
l-i)?h:l);a>(o[o.length-1]||1)&&a<=n[n.length-1]&&o.push(a)}return o}function Ms(t,e){if(!t.length)return[];let n=Math.min(
...t),o=Math.max(...t),s=[1,2,5,10,20].find(a=>Math.floor(o/a)-Math.floor(n/a)<e)||20,i=Math.floor(n/s)+1,r=Math.floor(o/
s);return[...Array(Math.max(0,Math.min(e-1,r-i+1))).keys()].map(a=>(i+a)*s)}var Cn=(t,e)=>t.filter(n=>e>=n).length,En=t=>M(
t).map(({store:e})=>e);var nl=12,ol=.15;function Ts(t,e){let n=document.createElement("canvas");return Object.assign(n,{width:t,height:e}),n.getContext(
"2d",{willReadFrequently:!0})}var Se=L.Layer.extend({initialize:function(t,e){L.setOptions(this,e),this._steps=t},onAdd:function(t){
let e=this._canvas=L.DomUtil.create("canvas","lb-frame-canvas leaflet-zoom-hide");this.getPane().appendChild(e),t.on("mo\
veend viewreset resize",this.refresh,this),t.on("zoomstart",this._blank,this),this.refresh()},onRemove:function(t){t.off(
"moveend viewreset resize",this.refresh,this),t.off("zoomstart",this._blank,this),cancelAnimationFrame(this._frame),this.
_frame=null,this._canvas.remove()},_blank:function(){this._canvas.getContext("2d").clearRect(0,0,this._canvas.width,this.
_canvas.height)},refresh:function(){this._map&&(this._drawing=null,this._frame||(this._frame=requestAnimationFrame(()=>this.
_work())))},_work:function(){if(this._frame=null,this._map._animatingZoom)return;let t=this._drawing=this._drawing||this.
_begun(),e=performance.now()+nl;for(;performance.now()<e;)if(t.steps.next().done){this._show(t),this.fire("drawn");return}
this._frame=requestAnimationFrame(()=>this._work())},_begun:function(){let t=this._map,e=t.getSize(),n=window.devicePixelRatio||
1,o=e.multiplyBy(ol).round(),s=e.add(o.multiplyBy(2)),i=t.getPixelBounds().min.subtract(o),r=Q(t.getZoom()),a=Math.round(
s.x*n),l=Math.round(s.y*n),h=W(t.getZoom()),c=1/h;(!this._aside||this._aside.canvas.width!==a||this._aside.canvas.height!==
l)&&(this._aside=Ts(a,l),this._spare=Ts(a,l));let f=i.x-r/2,u=i.y-r/2;this._aside.setTransform(n,0,0,n,0,0),this._aside.
clearRect(0,0,s.x,s.y);let p={times:c,left:f,top:u,ratio:n,spare:this._spare,unit:h,box:[f/c,-(u+s.y)/c,(f+s.x)/c,-u/c]};
return{steps:this._steps(this._aside,p),full:s,place:o.multiplyBy(-1)}},_show:function({full:t,place:e}){let n=this._canvas,
{width:o,height:s}=this._aside.canvas;(n.width!==o||n.height!==s)&&Object.assign(n,{width:o,height:s}),n.style.width=t.x+
"px",n.style.height=t.y+"px",L.DomUtil.setPosition(n,this._map.containerPointToLayerPoint(e));let i=n.getContext("2d");i.
clearRect(0,0,o,s),i.drawImage(this._aside.canvas,0,0)}});var sl=["auto","rate","density","off"],il=2e3,Ps={auto:.5,rate:2,density:3},Ns=26,Is="lbAfar",rl=2,Ds=.85,al=L.Class.extend(
{initialize:function(t,e,n){Object.assign(this,{_map:t,_data:e,_legend:n.data,_mode:"auto",_shown:"parcels"});let o=t.createPane(
Is);o.style.zIndex=402,o.style.pointerEvents="none",this._table=d("table","lb-overview"),this._note=d("p","lb-foot lb-ov\
erview-note"),this._box=n.getContainer(),this._box.querySelector(".lb-how").before(this._chooser()),t.on("lbready",this.
_start,this),t.on("lbchanged overlayadd overlayremove zoomend resize",this._soon,this),t.on("lbcompare",({on:s})=>{this.
_comparing=s,this._soon()}),t.on("mousemove click",this._point,this),t.on("mouseout zoomstart",this._leave,this),window.
addEventListener("hashchange",()=>this._ready&&this._start())},_chooser:function(){let t=this._data.words,e=d("label","l\
b-afar",t.overview),n=this._select=e.appendChild(d("select","lb-input"));return sl.filter(o=>o!=="rate"||this._data.rated).
forEach(o=>n.appendChild(d("option","",t[o])).value=o),n.addEventListener("change",()=>{this._mode=n.value,F("afar",this.
_mode==="auto"?"":this._mode),this._update()}),e},_start:function(){let t=D("afar")||"auto";this._ready=!0,this._mode=[...this.
_select.options].some(({value:n})=>n===t)?t:"auto",this._select.value=this._mode;let e=ot(this._map,()=>!0);this._whole=
e?this._map.getBoundsZoom(e):0,this._update()},_soon:function(){!this._ready||this._waiting||(this._waiting=requestAnimationFrame(
()=>{this._waiting=null,this._update()}))},_wanted:function(){let t=this._map,e=this._mode,n=t.getZoom()-this._whole;if(e===
"off"||this._comparing)return"parcels";let o=En(t),s=o.reduce((l,h)=>l+h.count,0);if(!s)return"parcels";let i=this._data.
rated&&this._lands().length>0;if(e!=="auto")return n<=Ps[e]&&(e!=="rate"||i)?e:"parcels";if(s<=il)return"parcels";if(i&&
n<=Ps.auto)return"rate";let r=Math.max(...M(t).map(ft)),a=this._kept("squares",o,()=>xn(o,this._unit(),r));return ks(o,this.
_unit(),r,a)?"density":"parcels"},_kept:function(t,e,n){let o=[this._map.getZoom(),...e],s=this["_"+t];return(!s||s.key.
length!==o.length||s.key.some((i,r)=>i!==o[r]))&&(this["_"+t]={key:o,value:n()}),this["_"+t].value},_unit:function(){return W(
this._map.getZoom())},_lands:function(){let t=[];return this._map.eachLayer(e=>e.lands&&t.push(...e.lands)),t},_update:function(){
let t=this._map,e=this._wanted();this._leave(),this._shown==="rate"&&this._uncolor(),e!=="density"&&this._frame&&(this._frame.
remove(),this._frame=null),Gt(t,"afar",e==="parcels"?null:()=>!0),this._shown=e,pe(t).forEach(n=>n.style.visibility=e===
"parcels"?"":"hidden"),e==="rate"&&this._color(),e==="density"&&this._bin(),e==="parcels"&&[this._table,this._note].forEach(
n=>n.remove())},_color:function(){let{ramp:t,words:e}=this._data,{categories:n,groups:o}=this._legend;this._rates=Cs(this.
_map,o.column,n);let s=[],i=({share:h})=>Number(z(h*100,1)),r=[...this._rates.values()].filter(({share:h})=>Number.isFinite(
h)).map(i),a=Ms(r,t.length),l=Fs(t,a.length+1);this._colored=this._lands(),this._colored.forEach(({name:h,polygon:c,node:f})=>{
let u=this._rates.get(h),p=u&&Number.isFinite(u.share);if(c){let m=p?l[Cn(a,i(u))]:"#ffffff";c.setStyle({fillColor:m,fillOpacity:Ds}),
c.getElement()&&c.getElement().classList.add("lb-rated")}s.push([f,p?z(u.share*100,1)+"%":""])}),s.forEach(([h,c])=>h&&h.
appendChild(d("span","lb-rate",c&&" "+c))),this._map.fire("lbnames"),this._say(e.rateTitle,l.map((h,c)=>({color:h,label:ll(
a,c,e,"%")})),e.closer)},_uncolor:function(){(this._colored||[]).forEach(function({polygon:t,node:e,fill:n}){t&&(t.setStyle(
{fillColor:"#ffffff",fillOpacity:n}),t.getElement()&&t.getElement().classList.remove("lb-rated")),e&&e.querySelectorAll(
".lb-rate").forEach(o=>o.remove())}),this._colored=[],this._map.fire("lbnames")},_bin:function(){let t=this._map,{words:e,
ramp:n}=this._data;this._width=Ns*this._unit();let o=En(t);this._hexagons=As(o,this._width,this._kept("grid",o,()=>vn(o,
this._width))),this._breaks=Ss(this._hexagons.map(({count:i})=>i),n.length),this._colors=Fs(n,this._breaks.length+1);let s=Ns*
tt(t.getCenter().lat,t.getZoom())/1e3;this._say(e.densityTitle,this._colors.map((i,r)=>({color:i,label:cl(this._breaks,r,
e)})),e.wide.replace("{km}",Number(s.toPrecision(2)))),this._frame?this._frame.refresh():(this._frame=new Se((i,r)=>this.
_steps(i,r),{pane:Is}).addTo(t),this._frame.landbasePaint=(i,r)=>this._paint(i,r))},*_steps(t,e){let[n,o,s,i]=e.box,r=this.
_width,a=this._hexagons.filter(({x:l,y:h})=>l>=n-r&&l<=s+r&&h>=o-r&&h<=i+r);yield,this._draw(t,a,(l,h)=>[l*e.times-e.left,
-h*e.times-e.top],e.times)},_paint:function(t,e){let n=1/e.unit;this._draw(t,this._hexagons,(o,s)=>[o*n+e.world/2-e.left,
e.world/2-s*n-e.top],n)},_draw:function(t,e,n,o){let s=this._width*o;t.globalAlpha=Ds,t.strokeStyle="#ffffff",t.lineWidth=
1,e.forEach(({x:i,y:r,count:a})=>{let[l,h]=n(i,r);t.fillStyle=this._colors[Cn(this._breaks,a)],t.beginPath(),Os.forEach(
([c,f])=>t.lineTo(l+c*s,h+f*s)),t.closePath(),t.fill(),t.stroke()}),t.globalAlpha=1},_say:function(t,e,n){let o=d("tbody");
e.forEach(function({label:s,color:i}){o.appendChild(d("tr")).appendChild(d("th")).append(q({color:i}),s)}),O(this._table,
d("caption","",t),o),this._note.textContent=n,this._box.prepend(this._table,this._note)},hidesParcels:function(){return this.
_shown!=="parcels"},plainly:function(t){let e=this._shown;if(e==="parcels")return t();this._shown="parcels",e==="rate"&&
this._uncolor(),[this._table,this._note].forEach(n=>n.remove());try{return t()}finally{this._shown=e,this._box.prepend(this.
_table,this._note),e==="rate"&&this._color()}},_at:function(t){let e=this._map,n=this._data.words,o=this._legend.units.mu,
s=a=>z(a*o.times/o.by,2);if(this._shown==="density"){let[a,l]=E.units(t),h=this._hexagons.reduce((u,p)=>{let m=(p.x-a)**
2+(p.y-l)**2;return m<u.away?{away:m,one:p}:u},{away:(this._width/2)**2*1.2,one:null}).one;if(!h)return null;let[c,f]=E.
lonLat(h.x,h.y);return{text:n.oneHexagon.replace("{n}",h.count.toLocaleString("en-US")).replace("{mu}",s(h.m2)),go:()=>e.
setView([f,c],e.getZoom()+rl,{animate:!1})}}let i=(this._colored||[]).find(({polygon:a})=>a&&hl(a,t)),r=i&&this._rates.get(
i.name);return i?{text:!r||!Number.isFinite(r.share)?i.name+P("",n.noRate):n.oneRate.replace("{banner}",i.name).replace(
"{rate}",z(r.share*100,1)+"%").replace("{done}",s(r.done)).replace("{mu}",s(r.m2)),go:()=>zt(e,i.polygon.getBounds())}:null},
_point:function(t){let e=this._map;if(this._shown==="parcels"||e.landbaseBusy||e.dragging.moving())return;let n=this._at(
t.latlng);if(this._leave(),!!n){if(t.type==="click"){n.go();return}e.getContainer().style.cursor="pointer",this._tip=L.tooltip(
{className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(t.latlng).setContent(d("div","",n.text)).addTo(
e)}},_leave:function(){this._tip&&(this._tip.remove(),this._tip=null,this._map.getContainer().style.cursor="")}}),Fs=(t,e)=>[
...Array(e).keys()].map(n=>t[e>1?Math.round(n*(t.length-1)/(e-1)):0]);function ll(t,e,n,o){return t.length?e===0?n.below.
replace("{high}",t[0]+o):e===t.length?n.above.replace("{low}",t[e-1]+o):n.between.replace("{low}",t[e-1]).replace("{high\
}",t[e]+o):n.above.replace("{low}",0+o)}function cl(t,e,n){let o=r=>r.toLocaleString("en-US"),s=e?t[e-1]:1;if(e===t.length)
return n.above.replace("{low}",o(s));let i=t[e]-1;return s===i?o(s):n.between.replace("{low}",o(s)).replace("{high}",o(i))}
function hl(t,{lat:e,lng:n}){let o=!1;return t.getBounds().contains([e,n])?(t.getLatLngs().flat().forEach(function(s){s.
forEach(function(i,r){let a=s[(r||s.length)-1];i.lat>e!=a.lat>e&&n<(a.lng-i.lng)*(e-i.lat)/(a.lat-i.lat)+i.lng&&(o=!o)})}),
o):!1}var zs=(t,e,n)=>t.landbaseOverview=new al(t,e,n);var Ln=8,dl=3,fl=2,ul=/(^|_)(id|no)$/,pl=420,ml=17,_l=t=>an(G(t));function gl(t,e,n){let o=new Uint8Array(t.count),s=rn(
n),i=t.columns.filter((r,a)=>a===0||e.includes(r.name));return i.forEach(r=>St(t,r,G,n,o,3,2)),/\d/.test(s)&&i.filter(r=>ul.
test(r.name)).forEach(r=>St(t,r,rn,s,o,2,1)),new RegExp("\\p{Script=Han}","u").test(n)||i.forEach(r=>St(t,r,_l,n,o,1,1)),
o}function kn(t,e,n){let o=G(e.trim()).replace(/\0/g," "),s=[[],[],[],[],[],[],[]];return o?(S(t).forEach(function(i){let r=i.
store,a=gl(r,n,o),l=t.hasLayer(i);for(let h=0;h<r.count&&s[6].length<Ln;h++){if(!a[h])continue;let c=l?r.shown[h]?"":"fi\
lter":"layer",f=s[a[h]+(c?0:3)];f.length<Ln&&f.push({layer:i,row:h,hidden:c})}}),s.reverse().reduce((i,r)=>i.concat(r)).
slice(0,Ln)):[]}function bl(t,e){let n=G(e.trim());if(n.length<fl)return[];let o=[],s=[];return t.values().forEach(function(i){
let r=G(i.text);r.startsWith(n)||an(r).startsWith(n)?o.push(i):r.includes(n)&&s.push(i)}),[...o,...s].slice(0,dl)}function An(t,e,n){
let o=e.store,s=4*n,i=o.boxes;if(o.polygons[n]===o.polygons[n+1]){e.showCard(t,n,t.getCenter());return}let r=[[s,s+1],[s+
2,s+3]].map(function([h,c]){let[f,u]=E.lonLat(i[h],i[c]);return[u,f]}),a=L.latLngBounds(r),l=Math.min(pl,t.getSize().y*.55);
t.fitBounds(a,{maxZoom:ml,animate:!1,paddingTopLeft:[24,l],paddingBottomRight:[mt(t),_t(t)]}),e.showCard(t,n,L.latLng(a.
getNorth(),a.getCenter().lng))}var yl=L.Control.extend({options:{position:"topleft"},initialize:function(t,e){this.words=
t,this.names=e,this._found=[],this._at=-1},onAdd:function(t){this._map=t;let e=d("div","lb-search leaflet-control"),n=this.
_input=e.appendChild(d("input","lb-input"));n.type="search",n.placeholder=n.title=this.words.hint;let o=this._list=e.appendChild(
d("ul","lb-results"));return o.id="lb-results",o.hidden=!0,o.setAttribute("role","listbox"),Object.entries({role:"combob\
ox","aria-label":this.words.search,"aria-expanded":"false","aria-controls":o.id,"aria-autocomplete":"list",autocomplete:"\
off"}).forEach(([s,i])=>n.setAttribute(s,i)),o.setAttribute("aria-label",this.words.found),n.addEventListener("input",()=>this.
_search()),n.addEventListener("keydown",s=>this._key(s)),n.addEventListener("blur",()=>this._close()),L.DomEvent.disableClickPropagation(
e),L.DomEvent.disableScrollPropagation(e),e},_search:function(){let t=this._map,e=this._input.value,n=t.landbaseFilters,
o=Uo(e,dn(t.getCenter().lng));this._found=[...o?[this._spot(o)]:[],...(n?bl(n,e):[]).map(i=>this._value(i)),...kn(t,e,this.
names).map(i=>this._parcel(i))],this._at=this._found.length?0:-1;let s=this._found.map((i,r)=>this._line(i,r));if(!s.length&&
e.trim()){let i=d("li","lb-none",this.words.none);i.setAttribute("role","option"),i.setAttribute("aria-disabled","true"),
s.push(i)}O(this._list,...s),this._list.hidden=!s.length,this._input.setAttribute("aria-expanded",String(s.length>0)),this.
_mark()},_spot:function({place:t,zone:e}){let n=this.words;return{title:n.goTo+" "+we(t),note:e===null?n.cgcs2000:n.ofZone.
replace("{zone}",e),go:()=>is(this._map,t)}},_value:function({name:t,column:e,label:n,text:o}){let s=this.words,i=this._map.
landbaseFilters.count(t,n);return{title:o,note:s.filterBy.replace("{column}",e).replace("{count}",i.toLocaleString("en-U\
S")),go:()=>{this._map.landbaseFilters.only(t,n),Qt(this._map)}}},_parcel:function({layer:t,row:e,hidden:n}){let o=t.store,
s=this.words,i=o.columns.slice(0,3).map((r,a)=>o.text(a,e));return{title:i[0]||t.options.untitled,note:i.slice(1).filter(
Boolean).join(" · "),hidden:n?s[n==="layer"?"hiddenLayer":"hiddenFilter"]:"",go:()=>{this._map.hasLayer(t)||this._map.addLayer(
t),!o.shown[e]&&this._map.landbaseFilters&&this._map.landbaseFilters.clear(),An(this._map,t,e)}}},_line:function(t,e){let n=d(
"li");return n.id="lb-result-"+e,n.setAttribute("role","option"),n.appendChild(d("b","",t.title)),n.appendChild(d("span",
"",t.note)),t.hidden&&n.appendChild(d("em","lb-hidden-by",t.hidden)),n.addEventListener("mousedown",o=>o.preventDefault()),
n.addEventListener("click",()=>this._go(e)),n},_key:function(t){t.key==="ArrowDown"&&!this._found.length&&this._search();
let e=this._found.length;if(t.key==="Escape")this._close();else if(t.key==="Enter"&&this._at>=0)this._go(this._at);else if(t.
key==="ArrowDown"&&e)this._at=(this._at+1)%e;else if(t.key==="ArrowUp"&&e)this._at=(this._at+e-1)%e;else return;t.preventDefault(),
t.stopPropagation(),this._mark()},_mark:function(){[...this._list.querySelectorAll("[role=option]")].forEach((e,n)=>e.setAttribute(
"aria-selected",String(n===this._at))),this._at>=0?this._input.setAttribute("aria-activedescendant","lb-result-"+this._at):
this._input.removeAttribute("aria-activedescendant")},_go:function(t){let e=this._found[t];this._close(),e.go()},_close:function(){
this._found=[],this._at=-1,this._list.hidden=!0,this._input.setAttribute("aria-expanded","false"),this._mark()}}),Bs=(t,e,n)=>new yl(
e,n).addTo(t);var wl=(t,e)=>t==="disposal_type"?e.undecided:e.missing;function Rs(){let t=D("filter");if(!t)return at();try{return xs(
JSON.parse(t))}catch{return at()}}var js=t=>JSON.stringify(Object.assign({},t,{columns:Object.keys(t.columns).length?t.columns:
void 0}));function xl(t){let e=js(t);F("filter",e===js(at())?"":e)}function vl(t){let e=[...t.found].filter(n=>!t.order.
includes(n)).sort();return[...t.order.filter(n=>t.found.has(n)),...e]}function Cl(t,e,n){let o=new Map,s=function(r,a,l,h){
let c=o.get(r)||{label:a,order:l,found:new Set};h.forEach(f=>c.found.add(f)),o.set(r,c)};S(t).forEach(function({store:r}){
if(r.place){let a=new Set(r.place);s("place",e.place,r.header.places,r.header.places.filter((l,h)=>a.has(h)))}r.columns.
filter(a=>a.choices).forEach(function(a){let l=a.name==="banner"&&r.place;s(a.name,l?e.declaredBanner:a.label,a.choices,
a.words)}),r.columns.filter(a=>a.days&&a.words).forEach(function({name:a,label:l,words:h}){s(a+":year",e.year.replace("{\
column}",l),[],h.map(c=>c.slice(0,4)))})});let i=S(t).flatMap(({store:r})=>ds(r));if(i.length&&(s("disposal_month",e.disposedMonth,
[],i),o.get("disposal_month").names=new Map(i.map(r=>[r,e.disposedIn.replace("{month}",r)]))),!o.has(n.column)){let r=n.
lines.map(a=>String(a.position));s("class",n.title,r,r),o.get("class").names=new Map(n.lines.map(a=>[String(a.position),
a.label]))}return o.forEach(r=>r.labels=vl(r)),o}var El=L.Control.extend({options:{position:"topleft"},initialize:function(t,e,n){
this.words=t,this.legend=e,this.changed=n,this.state=at()},onAdd:function(t){this._map=t;let e=d("section","lb-filters l\
eaflet-control"),n=d("button","lb-button",this.words.filter);n.type="button",n.setAttribute("aria-expanded","false"),this.
_form=d("form","lb-panel lb-filter-form"),this._form.hidden=!0,this._form.addEventListener("submit",i=>i.preventDefault());
let o=i=>{this._form.hidden=i,n.setAttribute("aria-expanded",String(!i))};this._button=n,n.addEventListener("click",()=>o(
!this._form.hidden)),e.addEventListener("keydown",i=>{i.key!=="Escape"||this._form.hidden||(o(!0),n.focus(),i.stopPropagation())}),
this._chips=d("div","lb-chips"),this._chips.setAttribute("aria-live","polite");let s=d("div","lb-filter-line");return s.
append(n,this._chips),e.append(s,this._form),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),
window.addEventListener("hashchange",()=>this._columns&&this.set(Rs())),e},start:function(){this._columns=Cl(this._map,this.
words,this.legend),this._dated=S(this._map).some(t=>t.store.due),this._build(),this.set(Rs())},set:function(t){this.state=
this._known(t),this.apply(),this._fill(),this._showChips(),this.changed()},only:function(t,e){this._change({choices:Object.
assign({},this.state.choices,{[t]:[e]})})},more:function(t,e){this._choose(t,e,!(this.state.choices[t]||[]).includes(e))},
clear:function(){this._change(at())},ready:function(){return!!this._columns},has:function(t){return this._columns.has(t)},
labels:function(t){return this._columns.get(t).labels},chosen:function(t){return this.state.choices[t]||[]},values:function(){
let t=[];return this._columns.forEach((e,n)=>n!=="disposal_month"&&e.labels.filter(Boolean).forEach(o=>t.push({name:n,column:e.
label,label:o,text:this.textOf(n,o)}))),t},textOf:function(t,e){let{names:n}=this._columns.get(t);return n&&n.get(e)||e||
wl(t,this.words)},count:function(t,e){let n=0;return S(this._map).forEach(function({store:o}){let s=yn(o,t),i=s?s.words.
map(r=>r===e):[];for(let r=0;s&&r<o.count;r++)n+=i[s.values[r]]?1:0}),n},_known:function(t){let e={};Object.entries(t.choices).
forEach(([o,s])=>{let i=this._columns.get(o),r=i?s.filter(a=>i.labels.includes(a)):[];r.length&&(e[o]=r)});let n=this._own.
known(t.columns);return Object.assign({},t,{choices:e,columns:n,overdue:t.overdue&&this._dated})},apply:function(){ws(this.
_map,this.state)},follow:function(){this._overdue&&(this._overdue.text.textContent=this._overdueText()),this.state.overdue&&
this._showChips(),this.changed()},_overdueText:function(){return this.words.overdue.replace("{day}",V(kt(this._map),this.
words.date))},_change:function(t){let e=Object.assign({},this.state,t);xl(e),this.set(e)},_build:function(){let t=this.words,
e=this._form;O(e),this._text=e.appendChild(d("input","lb-input")),this._text.type="search",this._text.placeholder=t.text,
this._text.setAttribute("aria-label",t.text);let n=null;this._text.addEventListener("input",()=>{clearTimeout(n),n=setTimeout(
()=>this._change({text:this._text.value}),150)});let o=e.appendChild(d("div","lb-ends"));o.appendChild(d("span","",t.area)),
this._ends=["least","most"].map(s=>{let i=o.appendChild(d("input","lb-input"));return i.type="number",i.min="0",i.step="\
any",i.placeholder=t[s],i.setAttribute("aria-label",t.area+" "+t[s]),i.addEventListener("change",()=>this._change({[s]:i.
value===""?null:Number(i.value)})),i}),this._dated&&(this._overdue=this._check(e,()=>this._change({overdue:this._overdue.
box.checked}))),this._own=new Ae(this._map,t,s=>this._change({columns:s})),e.appendChild(this._own.box),this._boxes=[],this.
_columns.forEach((s,i)=>{let r=e.appendChild(d("details"));r.appendChild(d("summary","",s.label)),s.labels.forEach(a=>{let{
box:l,text:h}=this._check(r,()=>this._choose(i,a,l.checked));h.textContent=this.textOf(i,a),this._boxes.push({box:l,name:i,
label:a,fold:r})})})},_check:function(t,e){let n=t.appendChild(d("label")),o=n.appendChild(d("input"));return o.type="ch\
eckbox",o.addEventListener("change",e),{box:o,text:n.appendChild(d("span"))}},_choose:function(t,e,n){let o=Object.assign(
{},this.state.choices),s=(o[t]||[]).filter(i=>i!==e);o[t]=n?[...s,e]:s,o[t].length||delete o[t],this._change({choices:o})},
_fill:function(){let t=this.state;this._text.value!==t.text&&(this._text.value=t.text),this._own.fill(t.columns),this._ends[0].
value=t.least===null?"":t.least,this._ends[1].value=t.most===null?"":t.most,this._overdue&&(this._overdue.box.checked=t.
overdue,this._overdue.text.textContent=this._overdueText()),this._boxes.forEach(function(e){e.box.checked=(t.choices[e.name]||
[]).includes(e.label),e.box.checked&&(e.fold.open=!0)})},_showChips:function(){let t=this.words,e=this.state,n=[],o=(i,r)=>n.
push({text:i,off:r});e.text.trim()&&o("“"+e.text.trim()+"”",()=>this._change({text:""})),e.least!==null&&o("≥ "+P(
e.least,t.mu),()=>this._change({least:null})),e.most!==null&&o("≤ "+P(e.most,t.mu),()=>this._change({most:null})),this.
_own.chips().forEach(({text:i,off:r})=>o(i,r)),e.overdue&&o(this._overdueText(),()=>this._change({overdue:!1})),Object.entries(
e.choices).forEach(([i,r])=>r.forEach(a=>o(this.textOf(i,a),()=>this._choose(i,a,!1)))),n.length>1&&o(t.clear,()=>this._change(
at()));let s=this._chips.contains(document.activeElement);O(this._chips,...n.map(function(i){let r=d("button","lb-chip",
i.text);return r.type="button",i.text!==t.clear&&(r.dataset.filter=""),r.setAttribute("aria-label",t.remove+" "+i.text),
r.addEventListener("click",i.off),r})),s&&(this._chips.querySelector("button")||this._button).focus()}});function Us(t,e){
Ot(t,e.layers),t.landbaseAsOf=nt(e.asOf);let n=Le(t,e.legend);t.landbaseLegend=e.legend;let o=function(){n.update(),t.fire(
"lbchanged")};Bs(t,e.words,e.searched);let s=gs(t,e.charts,e.legend);zs(t,e.overview,n),s&&n.getContainer().querySelector(
".lb-how").before(s);let i=t.landbaseFilters=new El(e.words,e.legend,o).addTo(t);return t.on("overlayadd overlayremove",
o),t.on("lbready",i.start,i),t.on("lbday",i.follow,i),i}function Me(t,e,{told:n,stop:o={}}={}){let s;try{s=new Worker(URL.createObjectURL(new Blob(['(()=>{function Y(e){if(Uint\
8Array.fromBase64)return Uint8Array.fromBase64(e);let t=atob(e),n=new Uint8Array(t.length);for(let o=0;o<n.length;o++)n[\
o]=t.charCodeAt(o);return n}async function H(e){let t=new Response(e).body.pipeThrough(new DecompressionStream("gzip"));\
return new Uint8Array(await new Response(t).arrayBuffer())}function At(e){let t=new DataView(e.buffer).getUint32(0,!0),n\
=JSON.parse(new TextDecoder().decode(e.subarray(4,4+t))),o={},i=4+t;return n.sections.forEach(function(r){o[r[0]]=e.suba\
rray(i,i+r[1]),i+=r[1]}),{header:n,sections:o,numbers:function(r,l,a){let f=o[r],c=new a(l),u=0;for(let h=0;h<l;h++){let\
 y=0,g=0,x=0;do x=f[u++],y|=(x&127)<<g,g+=7;while(x&128);c[h]=y>>>0}return c}}}function X(e){let{header:t,sections:n,num\
bers:o}=At(e),i=function(p,m){let d=o(p,m,Uint32Array),w=new Uint32Array(m+1);for(let A=0;A<m;A++)w[A+1]=w[A]+d[A];retur\
n w},s=t.count,r=i("polygons",s),l=i("rings",r[s]),a=i("vertices",l[l.length-1]),f=a[a.length-1],c=o("xy",2*f,Uint32Arra\
y),u=new Int32Array(2*f),h=1e7/t.scale,y=Math.PI/180/t.scale,g=0,x=0;for(let p=0;p<2*f;p+=2){g+=c[p]>>>1^-(c[p]&1),x+=c[\
p+1]>>>1^-(c[p+1]&1),u[p]=Math.round(g*h);let m=Math.sin(x*y);u[p+1]=Math.round(Math.log((1+m)/(1-m))/2*180/Math.PI*1e7)\
}let v=new Int32Array(4*s);for(let p=0;p<s;p++){let m=2*a[l[r[p+1]]],d=2147483647,w=2147483647,A=-2147483648,E=-21474836\
48;for(let b=2*a[l[r[p]]];b<m;b+=2)u[b]<d&&(d=u[b]),u[b]>A&&(A=u[b]),u[b+1]<w&&(w=u[b+1]),u[b+1]>E&&(E=u[b+1]);v.set([d,\
w,A,E],4*p)}let V=(p,m,d)=>p.map(function(w,A){if(w.words)return Object.assign({},w,{values:o(m+A,d,Uint32Array)});let E\
=n[m+A].slice(),b=new Uint32Array(d+1);for(let N=0,bt=1;N<E.length;N++)E[N]===0&&(b[bt++]=N+1);return b[d]=E.length+1,Ob\
ject.assign({},w,{texts:E,begins:b})}),G=function(p,m){let d=o(p,m,Int32Array);for(let w=0;w<m;w++)d[w]=d[w]?d[w]-1+t.du\
e:2147483647;return d},K=t.due!==void 0,gt=function(p){let m=p.count;return{firsts:i("events",s),days:o("event_day",m,In\
t32Array),flags:o("event_flags",m,Uint8Array),states:p.states.map(d=>o("event_state"+d,m,Uint32Array)),position:p.colore\
d?o("event_position",m,Uint8Array):null,due:K?G("event_due",m):null,done:n.event_done?o("event_done",m,Uint8Array):null,\
disposals:t.disposals===void 0?null:xt(t.disposals),columns:V(p.columns,"event_column",m)}},xt=function(p){let m=o("disp\
osal_event",p,Uint32Array);for(let d=1;d<p;d++)m[d]+=m[d-1];return{events:m,lasts:o("disposal_lasts",p,Uint32Array),m2:C\
("disposal_m2")}},C=p=>new Float64Array(n[p].slice().buffer),wt=function(p){let m=o("part_row",p.length,Uint32Array);for\
(let d=1;d<m.length;d++)m[d]+=m[d-1];return{rows:m,lines:o("part_line",m.length,Uint32Array),shares:p}};return{count:s,h\
eader:t,polygons:r,rings:l,vertices:a,xy:u,boxes:v,category:t.categories.length>1?o("category",s,Uint8Array):new Uint8Ar\
ray(s),position:o("position",s,Uint8Array),areas:C("areas"),columns:V(t.columns,"column",s),methods:t.methods.slice(1).m\
ap((p,m)=>C("areas"+(m+1))),due:K?G("due",s):null,done:n.done?o("done",s,Uint8Array):null,place:t.places?o("place",s,Uin\
t32Array):null,parts:t.places?wt(C("part_share")):null,events:t.events?gt(t.events):null}}function _(e,t){let[n,o]=Math.\
abs(e).toExponential().split("e"),i=Math.floor(+(n+"e"+(Number(o)+t))+.5);return e<0?-i:i}function J(e,t){return(_(e,t)/\
10**t).toLocaleString("en-US",{minimumFractionDigits:t,maximumFractionDigits:t})}var U=e=>new Date(e*864e5).toISOString(\
).slice(0,10);function W(e){let t=e.events,n=e.header.events,o=new Uint32Array(n.count),i=new Uint32Array(e.count+1),s=[\
],r=0;for(let a=0;a<e.count;a++){i[a]=r;for(let f=t.firsts[a];f<t.firsts[a+1];f++)t.days[f]+=n.start,t.flags[f]&1||(o[r+\
+]=f);r>i[a]&&s.push(a)}i[e.count]=r;let l=o.subarray(0,r);e.timeline={rows:Uint32Array.from(s),firsts:i,live:l,days:Int\
32Array.from(l,a=>t.days[a]),counted:Uint8Array.from(l,a=>t.flags[a]&12?0:1),now:new Uint32Array(e.count),before:n.state\
s.map(a=>e.columns[a].values.slice()),dueBefore:e.due&&e.due.slice(),doneBefore:e.done&&e.done.slice(),position:n.colore\
d?e.position.slice():null},Et(e,n.on)}function vt(e,t,n){let{before:o,dueBefore:i,doneBefore:s,position:r}=e.timeline,l=\
e.events;e.header.events.states.forEach(function(a,f){let c=n<0?o[f][t]:l.states[f][n];e.columns[a].values[t]=c}),e.due&\
&(e.due[t]=n<0?i[t]:l.due[n]),e.done&&(e.done[t]=n<0?s[t]:l.done[n]),r&&(e.position[t]=n<0?r[t]:l.position[n])}function \
Et(e,t){let{rows:n,firsts:o,live:i,days:s,now:r}=e.timeline;for(let l=0;l<n.length;l++){let a=n[l],f=o[a],c=f,u=o[a+1];f\
or(;c<u;){let h=c+u>>>1;s[h]<=t?c=h+1:u=h}c-f!==r[a]&&(r[a]=c-f,vt(e,a,c>f?i[c-1]:-1))}e.day=t}var I=16,M=class e{constr\
uctor(t){Object.assign(this,t),this.shown=new Uint8Array(this.count).fill(1),this.classes=this.header.classes,this.selec\
ted=new Uint8Array(this.count),this._decoder=new TextDecoder,this._index(),this.events&&W(this)}static of(t){return Obje\
ct.assign(Object.create(e.prototype),t,{_decoder:new TextDecoder})}_index(){for(this._levels=[this.boxes];this._levels[t\
his._levels.length-1].length>4*I;){let t=this._levels[this._levels.length-1],n=Math.ceil(t.length/4/I),o=new Int32Array(\
4*n);for(let i=0;i<n;i++){let s=2147483647,r=2147483647,l=-2147483648,a=-2147483648,f=Math.min(t.length,4*I*(i+1));for(l\
et c=4*I*i;c<f;c+=4)t[c]<s&&(s=t[c]),t[c+1]<r&&(r=t[c+1]),t[c+2]>l&&(l=t[c+2]),t[c+3]>a&&(a=t[c+3]);o.set([s,r,l,a],4*i)\
}this._levels.push(o)}}within(t,n,o,i){let s=this._levels,r=new Uint32Array(1024),l=0,a=function(c,u,h){let y=s[c];for(l\
et g=u;g<h;g++){let x=4*g;if(!(y[x]>o||y[x+1]>i)&&!(y[x+2]<t||y[x+3]<n)){if(c>0){let v=Math.min(s[c-1].length/4,(g+1)*I)\
;a(c-1,g*I,v);continue}if(l===r.length){let v=new Uint32Array(4*l);v.set(r),r=v}r[l++]=g}}},f=s.length-1;return a(f,0,s[\
f].length/4),r.slice(0,l)}contains(t,n,o){let i=!1;for(let s=this.polygons[t];s<this.polygons[t+1];s++)for(let r=this.ri\
ngs[s];r<this.rings[s+1];r++){let l=2*this.vertices[r+1],a=l-2;for(let f=2*this.vertices[r];f<l;a=f,f+=2){let c=this.xy[\
f],u=this.xy[f+1],h=this.xy[a],y=this.xy[a+1];u>o!=y>o&&n<(h-c)*(o-u)/(y-u)+c&&(i=!i)}}return i}at(t,n,o,i){let s=o/2+i,\
r=this.boxes,l=-1,a=-1;for(let f of this.within(t-s,n-s,t+s,n+s)){if(!this.shown[f])continue;let c=4*f,u=Math.max(r[c+2]\
-r[c],r[c+3]-r[c+1])<o;if(u){if(Math.max(Math.abs(t-(r[c]+r[c+2])/2),Math.abs(n-(r[c+1]+r[c+3])/2))>s)continue}else if(!\
this.contains(f,t,n))continue;let h=u?256:this.position[f];h>=a&&([l,a]=[f,h])}return l}text(t,n){return this.textOf(thi\
s.columns[t],n)}textOf(t,n){return t.words?t.words[t.values[n]]:this._decoder.decode(t.texts.subarray(t.begins[n],t.begi\
ns[n+1]-1))}static lonLat(t,n){let o=n/1e7*(Math.PI/180);return[t/1e7,(2*Math.atan(Math.exp(o))-Math.PI/2)*(180/Math.PI)\
]}static units(t){let n=Math.sin(t.lat*Math.PI/180),o=Math.log((1+n)/(1-n))/2*(180/Math.PI);return[Math.round(t.lng*1e7)\
,Math.round(o*1e7)]}latLngs(t){let n=[];for(let o=this.polygons[t];o<this.polygons[t+1];o++){let i=[];for(let s=this.rin\
gs[o];s<this.rings[o+1];s++){let r=[];for(let l=this.vertices[s];l<this.vertices[s+1];l++){let[a,f]=e.lonLat(this.xy[2*l\
],this.xy[2*l+1]);r.push([f,a])}i.push(r)}n.push(i)}return n}area(t,n,o=this.areas){let i=this.header.units[n],s=o[t]*i.\
times/i.by;return Number.isFinite(s)?J(s,i.decimals):"—"}};var q=1e6,Q=/^(0\\d+|\\d{16,})$/,Ot=200,tt=e=>e.reduce((t,{rows\
:n})=>t+n.length,0);function F(e,t,n){if(!Number.isFinite(e))return"";let o=t?e*t.times/t.by:e;return(_(o,n)/10**n).toFi\
xed(n)}function k(e){let t=new Map;return e.forEach(({store:n})=>n.columns.forEach(o=>t.set(o.name,o.label))),t}function\
 j(e,t,n){let o=[...k(e).values(),t.m2,t.mu,t.ha];return n===void 0?o:[...o,t.day]}function*D(e){let t=[...k(e).keys()];\
for(let{store:n,rows:o}of e){let i=t.map(s=>n.columns.findIndex(r=>r.name===s));for(let s of o)yield{store:n,row:s,texts\
:i.map(r=>r<0?"":n.text(r,s)),m2:n.areas[s]}}}function*Mt(e,t,n){yield j(e,t,n);for(let{store:o,texts:i,m2:s}of D(e)){le\
t{mu:r,ha:l}=o.header.units;i.push(F(s,null,2),F(s,r,r.decimals),F(s,l,l.decimals)),n!==void 0&&i.push(U(n)),yield i}}fu\
nction Ut(e){return/^[-+]?[\\d,]+(\\.\\d+)?%?$/.test(e)&&!Q.test(e)?e:Q.test(e)?"	"+e:/^[\\s\\u0000-\\u001f]*[=+\\-@＝＋－＠|]/.tes\
t(e)||/^[\\t\\r\\n]/.test(e)?"\'"+e:e}function It(e){let t=Ut(e);return/[",\\r\\n\\t;]/.test(t)||t!==t.trim()?\'"\'+t.replace(/"/\
g,\'""\')+\'"\':t}function*P(e,t,n=""){let o=[],i=!0;for(let s of e)o.push(t(s)),!(o.length<Ot)&&(yield(i?"":n)+o.join(n),[o\
,i]=[[],!1]);o.length&&(yield(i?"":n)+o.join(n))}var Dt=e=>e.map(It).join(",")+`\\r\n`;function*et(e,t,n){yield"\\uFEFF",yi\
eld*P(Mt(e,t,n),Dt)}var Ft=e=>Math.round(e*q)/q;function kt(e,t){let n=[];for(let o=e.vertices[t];o<e.vertices[t+1];o++)\
n.push(M.lonLat(e.xy[2*o],e.xy[2*o+1]).map(Ft));return[...n,n[0]]}function nt(e,t){let n=[];for(let o=e.polygons[t];o<e.\
polygons[t+1];o++){let i=[];for(let s=e.rings[o];s<e.rings[o+1];s++)i.push(kt(e,s));n.push(i)}return n}function Tt(e,t){\
let n=nt(e,t);return n.length?n.length===1?{type:"Polygon",coordinates:n[0]}:{type:"MultiPolygon",coordinates:n}:null}fu\
nction*ot(e,t,n){let o=function({store:s,row:r}){let l={};return s.columns.forEach((a,f)=>l[a.name]=s.text(f,r)||null),l\
.area_m2=Number.isFinite(s.areas[r])?s.areas[r]:null,n!==void 0&&(l.as_of=U(n)),JSON.stringify({type:"Feature",propertie\
s:l,geometry:Tt(s,r)})};yield JSON.stringify({type:"FeatureCollection",note:t.note,crs:{type:"name",properties:{name:"ur\
n:ogc:def:crs:EPSG::4490"}}}).slice(0,-1)+\',"features":[\',yield*P(D(e),o,","),yield"]}"}var St={"&":"&amp;","<":"&lt;","\
>":"&gt;",\'"\':"&quot;"},O=e=>e.replace(/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\\
udfff])|(^|[^\\ud800-\\udbff])[\\udc00-\\udfff]/g,"$1").replace(/[&<>"]/g,t=>St[t]);function Z(e,t){let[,n,o,i]=/^#(..)(..)(\
..)/.exec(e)||[0,"80","80","80"];return(t+i+o+n).toLowerCase()}function Ct(e,t){let n=i=>"<LinearRing><coordinates>"+i.m\
ap(s=>s.join(",")).join(" ")+"</coordinates></LinearRing>",o=nt(e,t).map(([i,...s])=>"<Polygon><outerBoundaryIs>"+n(i)+"\
</outerBoundaryIs>"+s.map(r=>"<innerBoundaryIs>"+n(r)+"</innerBoundaryIs>").join("")+"</Polygon>");return o.length>1?"<M\
ultiGeometry>"+o.join("")+"</MultiGeometry>":o.join("")}function*st(e,t,n){let o=new Map,i=[...k(e).entries()],s=functio\
n({color:r,edge:l}){let a=r+l;return o.has(a)||o.set(a,"s"+o.size),o.get(a)};e.forEach(({store:r})=>r.classes.forEach(s)\
),yield`<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+O(t.file)+"\
</name><description>"+O(t.note)+`</description>\n`;for(let[r,l]of o){let[,a,f]=/^(#......)(#......)$/.exec(r)||[0,"#80808\
0","#404040"];yield\'<Style id="\'+l+\'"><LineStyle><color>\'+Z(f,"ff")+"</color><width>1.5</width></LineStyle><PolyStyle><c\
olor>"+Z(a,"b3")+`</color></PolyStyle></Style>\n`}yield*P(D(e),function({store:r,row:l,texts:a,m2:f}){let c=i.map(([,u],h\
)=>[u,a[h]]);return c.push([t.m2,F(f,null,2)],[t.mu,F(f,r.header.units.mu,2)]),n!==void 0&&c.push([t.day,U(n)]),"<Placem\
ark><name>"+O(a[0]||"")+"</name><styleUrl>#"+s(r.classes[r.position[l]])+"</styleUrl><ExtendedData>"+c.map(([u,h])=>\'<Da\
ta name="\'+O(u)+\'"><value>\'+O(h)+"</value></Data>").join("")+"</ExtendedData>"+Ct(r,l)+`</Placemark>\n`}),yield`</Documen\
t></kml>\n`}var lt=200;var S=`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`,B="http://schemas.openxmlformats.\
org/spreadsheetml/2006/main",ct="http://schemas.openxmlformats.org/officeDocument/2006/relationships",ft="http://schemas\
.openxmlformats.org/package/2006/",rt=[8,48],$={head:1,m2:2,ha:3,sumM2:4,sumHa:5,bold:6},it=[["m2","sumM2"],["m2","sumM2\
"],["ha","sumHa"]];function T(e){return e<26?String.fromCharCode(65+e):T(Math.floor(e/26)-1)+T(e%26)}var Nt=S+`<styleShe\
et xmlns="${B}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="#,##\
0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/><\
/font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/><\
/fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><b\
order/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf numFmtId="49" applyNumberFormat="1"/\
><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" app\
lyNumberFormat="1"/><xf numFmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="165" fontId="1" app\
lyNumberFormat="1" applyFont="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal"\
 xfId="0" builtinId="0"/></cellStyles></styleSheet>`,L=(e,t=0)=>e===""?`<c s="${t}"/>`:`<c t="inlineStr" s="${t}"><is><t\
 xml:space="preserve">${O(e)}</t></is></c>`,$t=(e,t)=>Number.isFinite(e)?`<c s="${t}"><v>${e}</v></c>`:"<c/>",Lt=({mu:e,\
ha:t},n)=>[n,n*e.times/e.by,n*t.times/t.by];function _t(e,t){let n=e.map(i=>[...i].length*2),o=0;for(let{texts:i}of D(t)\
)if(i.forEach((s,r)=>{let l=[...s].reduce((a,f)=>a+(f>"⺀"?2:1),0);n[r]=Math.max(n[r],l)}),++o===lt)break;return n.map((i\
,s)=>`<col min="${s+1}" max="${s+1}" customWidth="1" width="${Math.min(rt[1],Math.max(rt[0],i+2))}"/>`).join("")}functio\
n*jt(e,t,n){let o=j(e,t,n),i=k(e).size,s=tt(e),r=T(o.length-1),l=[0,0,0];yield S+`<worksheet xmlns="${B}"><sheetViews><s\
heetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></shee\
tViews><cols>${_t(o,e)}</cols><sheetData><row>${o.map(u=>L(u,$.head)).join("")}</row>`;let a=[];for(let{store:u,texts:h,\
m2:y}of D(e)){let g=Lt(u.header.units,y);y>0&&g.forEach((x,v)=>l[v]+=x),a.push("<row>",...h.map(x=>L(x)),...g.map((x,v)=\
>$t(x,$[it[v][0]])),n===void 0?"":L(U(n)),"</row>"),!(a.length<8*lt)&&(yield a.join(""),a=[])}let f=l.map((u,h)=>`<c s="\
${$[it[h][1]]}"><f>SUM(${T(i+h)}2:${T(i+h)}${s+1})</f><v>${u}</v></c>`),c=t.total+" "+s;yield a.join("")+"<row>"+[...Arr\
ay(i).keys()].map(u=>L(u?"":c,$.bold)).join("")+f.join("")+`</row></sheetData><autoFilter ref="A1:${r}${s+1}"/></workshe\
et>`}var R=(e,t,n)=>`<Relationship Id="${e}" Type="${ct}/${t}" Target="${n}"/>`,at=e=>S+`<Relationships xmlns="${ft}rela\
tionships">${e}</Relationships>`,Pt=S+`<Types xmlns="${ft}content-types"><Default Extension="rels" ContentType="applicat\
ion/vnd.openxmlformats-package.relationships+xml"/>`+[["/xl/workbook.xml","sheet.main"],["/xl/worksheets/sheet1.xml","wo\
rksheet"],["/xl/styles.xml","styles"]].map(([e,t])=>`<Override PartName="${e}" ContentType="application/vnd.openxmlforma\
ts-officedocument.spreadsheetml.${t}+xml"/>`).join("")+"</Types>";function*ut(e,t,n){let o=O(t.sheet.slice(0,31));yield[\
"[Content_Types].xml",[Pt]],yield["_rels/.rels",[at(R("r1","officeDocument","xl/workbook.xml"))]],yield["xl/workbook.xml\
",[S+`<workbook xmlns="${B}" xmlns:r="${ct}"><sheets><sheet name="${o}" sheetId="1" r:id="r1"/></sheets></workbook>`]],y\
ield["xl/_rels/workbook.xml.rels",[at(R("r1","worksheet","worksheets/sheet1.xml")+R("r2","styles","styles.xml"))]],yield\
["xl/styles.xml",[Nt]],yield["xl/worksheets/sheet1.xml",jt(e,t,n)]}function z(e){let t=e.reduce((i,[s])=>i+s,0),n=new Da\
taView(new ArrayBuffer(t)),o=0;return e.forEach(function([i,s]){i===2?n.setUint16(o,s,!0):n.setUint32(o,s>>>0,!0),o+=i})\
,new Uint8Array(n.buffer)}async function Rt(e,t){let n=new CompressionStream("gzip"),o=n.writable.getWriter(),i=new Resp\
onse(n.readable).arrayBuffer(),s=new TextEncoder;for(let a of e)await o.write(s.encode(a)),await t();await o.close();let\
 r=new Uint8Array(await i),l=new DataView(r.buffer,r.length-8);return{data:r.subarray(10,r.length-8),check:l.getUint32(0\
,!0),size:l.getUint32(4,!0)}}async function pt(e,t){let n=[],o=[],i=0,s=0,r=0;for(let[l,a]of e){let f=new TextEncoder().\
encode(l),{data:c,check:u,size:h}=await Rt(a,t),y=[[2,20],[2,2048],[2,8],[2,0],[2,33],[4,u],[4,c.length],[4,h],[2,f.leng\
th],[2,0]],g=z([[4,67324752],...y]);n.push(g,f,c),o.push(z([[4,33639248],[2,20],...y,[2,0],[2,0],[2,0],[4,0],[4,i]]),f),\
i+=g.length+f.length+c.length,r+=46+f.length,s+=1}return[...n,...o,z([[4,101010256],[2,0],[2,0],[2,s],[2,s],[4,r],[4,i],\
[2,0]])]}var mt=12,ht={csv:"text/csv;charset=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml\
+xml",xlsx:"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},Bt={csv:et,geojson:ot,kml:st};function z\
t(e,t){return e.map(function({store:n,rows:o}){return{store:n instanceof M?n:M.of(n),rows:{length:o.length,*[Symbol.iter\
ator](){for(let s of o)t.rows+=1,yield s}}}})}async function dt({format:e,chosen:t,words:n,day:o},i,s={}){let r={rows:0}\
,l=zt(t,r),a=performance.now()+mt,f=async function(){if(!(performance.now()<a)){if(i(r.rows),await new Promise(c=>setTim\
eout(c,0)),s.stopped)throw new Error("stopped");a=performance.now()+mt}};try{if(e==="xlsx")return new Blob(await pt(ut(l\
,n,o),f),{type:ht.xlsx});let c=[];for(let u of Bt[e](l,n,o))c.push(new Blob([u])),await f();return new Blob(c,{type:ht[e\
]})}catch(c){if(s.stopped)return null;throw c}}function yt(e,t=new Set){return ArrayBuffer.isView(e)?t.add(e.buffer):e&&\
typeof e=="object"&&Object.values(e).forEach(n=>yt(n,t)),t}self.onmessage=function({data:e}){let t=n=>self.postMessage({\
error:String(n)});typeof e=="string"?H(Y(e)).then(X).then(n=>self.postMessage({done:n},[...yt(n)]),t):dt(e,n=>self.postM\
essage({rows:n})).then(n=>self.postMessage({done:n}),t)};})();\n'],{type:"text/javascript"})))}catch{return e()}return new Promise(
function(i){let r=function(l){s.terminate(),i(l)},a=()=>r(Promise.resolve().then(e));o.stop=()=>r(null),s.onmessageerror=
a,s.onerror=function(l){l.preventDefault(),a()},s.onmessage=function({data:l}){l.error?a():"done"in l?r(l.done):n(l.rows)};
try{s.postMessage(t)}catch(l){throw s.terminate(),l}})}var Zs=200,Ks=1048574,ne=`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
`,Sn="http://schemas.openxmlformats.org/spreadsheetml/2006/main",Vs="http://schemas.openxmlformats.org/officeDocument/20\
06/relationships",Gs="http://schemas.openxmlformats.org/package/2006/",qs=[8,48],Te={head:1,m2:2,ha:3,sumM2:4,sumHa:5,bold:6},
Ws=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function ee(t){return t<26?String.fromCharCode(65+t):ee(Math.floor(t/26)-
1)+ee(t%26)}var Ll=ne+`<styleSheet xmlns="${Sn}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFm\
t numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b\
/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><pat\
ternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></f\
ill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf num\
FmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="164" applyNumberF\
ormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/>\
<xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles c\
ount="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,Pe=(t,e=0)=>t===""?`<c s="${e}"/>`:
`<c t="inlineStr" s="${e}"><is><t xml:space="preserve">${st(t)}</t></is></c>`,kl=(t,e)=>Number.isFinite(t)?`<c s="${e}">\
<v>${t}</v></c>`:"<c/>",Al=({mu:t,ha:e},n)=>[n,n*t.times/t.by,n*e.times/e.by];function Ol(t,e){let n=t.map(s=>[...s].length*
2),o=0;for(let{texts:s}of Dt(e))if(s.forEach((i,r)=>{let a=[...i].reduce((l,h)=>l+(h>"⺀"?2:1),0);n[r]=Math.max(n[r],a)}),
++o===Zs)break;return n.map((s,i)=>`<col min="${i+1}" max="${i+1}" customWidth="1" width="${Math.min(qs[1],Math.max(qs[0],
s+2))}"/>`).join("")}function*Sl(t,e,n){let o=pn(t,e,n),s=Xt(t).size,i=xe(t),r=ee(o.length-1),a=[0,0,0];yield ne+`<works\
heet xmlns="${Sn}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" s\
tate="frozen"/></sheetView></sheetViews><cols>${Ol(o,t)}</cols><sheetData><row>${o.map(f=>Pe(f,Te.head)).join("")}</row>`;
let l=[];for(let{store:f,texts:u,m2:p}of Dt(t)){let m=Al(f.header.units,p);p>0&&m.forEach((_,g)=>a[g]+=_),l.push("<row>",
...u.map(_=>Pe(_)),...m.map((_,g)=>kl(_,Te[Ws[g][0]])),n===void 0?"":Pe(I(n)),"</row>"),!(l.length<8*Zs)&&(yield l.join(
""),l=[])}let h=a.map((f,u)=>`<c s="${Te[Ws[u][1]]}"><f>SUM(${ee(s+u)}2:${ee(s+u)}${i+1})</f><v>${f}</v></c>`),c=e.total+
" "+i;yield l.join("")+"<row>"+[...Array(s).keys()].map(f=>Pe(f?"":c,Te.bold)).join("")+h.join("")+`</row></sheetData><a\
utoFilter ref="A1:${r}${i+1}"/></worksheet>`}var On=(t,e,n)=>`<Relationship Id="${t}" Type="${Vs}/${e}" Target="${n}"/>`,
Hs=t=>ne+`<Relationships xmlns="${Gs}relationships">${t}</Relationships>`,Ml=ne+`<Types xmlns="${Gs}content-types"><Defa\
ult Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+[["/xl/workbook.xml","she\
et.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styles.xml","styles"]].map(([t,e])=>`<Override PartName="${t}"\
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${e}+xml"/>`).join("")+"</Types>";function*$s(t,e,n){
let o=st(e.sheet.slice(0,31));yield["[Content_Types].xml",[Ml]],yield["_rels/.rels",[Hs(On("r1","officeDocument","xl/wor\
kbook.xml"))]],yield["xl/workbook.xml",[ne+`<workbook xmlns="${Sn}" xmlns:r="${Vs}"><sheets><sheet name="${o}" sheetId="\
1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[Hs(On("r1","worksheet","worksheets/sheet1.xml")+
On("r2","styles","styles.xml"))]],yield["xl/styles.xml",[Ll]],yield["xl/worksheets/sheet1.xml",Sl(t,e,n)]}function Mn(t){let e=t.reduce((s,[i])=>s+i,0),n=new DataView(new ArrayBuffer(e)),o=0;return t.forEach(function([s,i]){s===
2?n.setUint16(o,i,!0):n.setUint32(o,i>>>0,!0),o+=s}),new Uint8Array(n.buffer)}async function Tl(t,e){let n=new CompressionStream(
"gzip"),o=n.writable.getWriter(),s=new Response(n.readable).arrayBuffer(),i=new TextEncoder;for(let l of t)await o.write(
i.encode(l)),await e();await o.close();let r=new Uint8Array(await s),a=new DataView(r.buffer,r.length-8);return{data:r.subarray(
10,r.length-8),check:a.getUint32(0,!0),size:a.getUint32(4,!0)}}async function Js(t,e){let n=[],o=[],s=0,i=0,r=0;for(let[
a,l]of t){let h=new TextEncoder().encode(a),{data:c,check:f,size:u}=await Tl(l,e),p=[[2,20],[2,2048],[2,8],[2,0],[2,33],
[4,f],[4,c.length],[4,u],[2,h.length],[2,0]],m=Mn([[4,67324752],...p]);n.push(m,h,c),o.push(Mn([[4,33639248],[2,20],...p,
[2,0],[2,0],[2,0],[4,0],[4,s]]),h),s+=m.length+h.length+c.length,r+=46+h.length,i+=1}return[...n,...o,Mn([[4,101010256],
[2,0],[2,0],[2,i],[2,i],[4,r],[4,s],[2,0]])]}var Ys=12,Xs={csv:"text/csv;charset=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml+xml",xlsx:"\
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},Pl={csv:Ko,geojson:Vo,kml:Go};function Nl(t,e){return t.
map(function({store:n,rows:o}){return{store:n instanceof E?n:E.of(n),rows:{length:o.length,*[Symbol.iterator](){for(let i of o)
e.rows+=1,yield i}}}})}async function Qs({format:t,chosen:e,words:n,day:o},s,i={}){let r={rows:0},a=Nl(e,r),l=performance.
now()+Ys,h=async function(){if(!(performance.now()<l)){if(s(r.rows),await new Promise(c=>setTimeout(c,0)),i.stopped)throw new Error(
"stopped");l=performance.now()+Ys}};try{if(t==="xlsx")return new Blob(await Js($s(a,n,o),h),{type:Xs.xlsx});let c=[];for(let f of Pl[t](
a,n,o))c.push(new Blob([f])),await h();return new Blob(c,{type:Xs[t]})}catch(c){if(i.stopped)return null;throw c}}var Il={xlsx:"Excel",csv:"CSV",geojson:"GeoJSON",kml:"KML"},Dl=1e5,Fl=400,zl=/[<>:"/\\|?*\u0000-\u001f]/g;function oe(t,e){
let n=d("a");n.href=URL.createObjectURL(e),n.download=t.replace(zl,"_"),document.body.appendChild(n),n.click(),n.remove(),
setTimeout(()=>URL.revokeObjectURL(n.href),6e4)}var Ne=()=>Object.entries(Il).filter(([t])=>t!=="xlsx"||typeof CompressionStream<
"u");function Bl({store:t,rows:e}){let{header:n,classes:o,position:s,polygons:i,rings:r,vertices:a,xy:l,areas:h,columns:c}=t;
return{rows:e,store:{header:n,classes:o,position:s,polygons:i,rings:r,vertices:a,xy:l,areas:h,columns:c.map(({name:f,label:u,
words:p,values:m,texts:_,begins:g})=>({name:f,label:u,words:p,values:m,texts:_,begins:g}))}}}function Rl(t,e,n){let o=()=>Qs(
t,e,n);return t.chosen.length===0?o():Me(Object.assign({},t,{chosen:t.chosen.map(Bl)}),o,{told:e,stop:n})}function jl(t,e,n){
let o=d("div","lb-message lb-progress"),s=o.appendChild(d("p")),i=o.appendChild(d("progress")),r=o.appendChild(d("div","\
lb-measure-buttons"));o.setAttribute("role","alertdialog"),o.setAttribute("aria-label",e.exporting),i.max=1,i.setAttribute(
"aria-label",e.exporting),L.DomEvent.disableClickPropagation(o);let a=()=>t.getContainer().appendChild(o);return{show:a,
close:()=>o.remove(),tell:function(l,h){let c=Math.min(l,h);i.value=c/h,s.textContent=e.exported.replace("{n}",c.toLocaleString(
"en-US")).replace("{all}",h.toLocaleString("en-US"))},cancel:r.appendChild(C(e.cancel,"lb-plain",()=>n())),ask:l=>new Promise(
function(h){i.hidden=!0,s.textContent=e.many.replace("{n}",l.toLocaleString("en-US"));let c=r.insertBefore(C(e.goOn,"lb-\
plain",()=>h(!0)),r.firstChild);o.landbaseAnswer=h,a(),c.focus()}).then(function(h){return i.hidden=!1,r.firstChild.remove(),
h}),answer:l=>o.landbaseAnswer&&o.landbaseAnswer(l)}}async function Ie(t,e,n,o,s){let i={stopped:!1,stop:null},r=xe(n),a=jl(
t,o,function(){i.stopped=!0,a.answer(!1),i.stop&&i.stop()});if(e==="xlsx"&&r>Ks)return j(t,o.tooMany);if(r>Dl&&!await a.
ask(r))return a.close();a.tell(0,r);let l=setTimeout(a.show,Fl);try{let h=await Rl({format:e,chosen:n,words:o,day:s},c=>a.
tell(c,r),i);h&&oe(o.file+(s===void 0?"":"_"+I(s))+"."+e,h)}catch(h){j(t,o.unsaved+" ("+h.message+")")}return clearTimeout(
l),a.close()}async function Rt(t){try{return await navigator.clipboard.writeText(t),!0}catch{let n=document.body.appendChild(
d("textarea","lb-aside"));n.value=t,n.select();let o=document.execCommand("copy");return n.remove(),o}}var Ul=90,ql=60,Tn=1,Wl=2,Hl=4,Zl=["disposal_type","status"],Kl=["area_m2","document","by"];function Vl(t,e){let n=d("dl",
"lb-methods");return t.header.methods.forEach(function(o,s){let i=s?t.methods[s-1]:t.areas;n.appendChild(d("dt","",o)),[
"mu","ha"].forEach(function(r){let a=t.area(e,r,i),l=n.appendChild(d("dd","",a));a!=="—"&&l.appendChild(d("span","",P(
"",t.header.units[r].label)))})}),n}var Pn=(t,e)=>d("span","lb-tag "+t,e);function Gl(t,e){let n=new Map;return t.events.
columns.forEach(function(o){let s=t.textOf(o,e);s&&n.set(o.name,{label:o.label,text:s})}),n}function $l(t,e,n){let o=t.events.
flags[e],s=d("li","lb-event"),i=t.events.days[e]>t.day;o&Tn?s.classList.add("lb-corrected"):i&&s.classList.add("lb-not-y\
et");let r=Gl(t,e),a=function(u){let p=r.get(u);return r.delete(u),p?p.text:""},l=s.appendChild(d("div","lb-event-head"));
if(t.header.events.dated){let u=I(t.events.days[e]),p=l.appendChild(d("time","",u));p.dateTime=u}Zl.map(a).forEach((u,p)=>u&&
l.appendChild(d(p?"span":"b","lb-said",u))),o&Tn&&l.appendChild(Pn("lb-tag-off",n.corrected)),o&Wl&&l.appendChild(Pn("",
n.correction)),i&&!(o&Tn)&&l.appendChild(Pn("lb-tag-later",n.later));let h=t.header.units.mu.label,c=Kl.map(u=>[u,a(u)]).
filter(u=>u[1]).map(([u,p])=>u==="area_m2"?P(p,h):p);c.length&&s.appendChild(d("div","lb-event-line",c.join(" · ")));let f=a(
"reason");return f&&s.appendChild(d("div","lb-event-line",f)),r.forEach(function({label:u,text:p}){let m=s.appendChild(d(
"div","lb-event-line"));m.appendChild(d("span","lb-card-label",u+" ")),m.appendChild(d("span","",p))}),s}function Jl(t,e,n){
let o=d("section","lb-decisions"),s=[];for(let a=t.events.firsts[e+1]-1;a>=t.events.firsts[e];a--)t.events.flags[a]&Hl||
s.push(a);let i=n.decisions+(s.length?" ("+s.length+")":"");if(o.appendChild(d("h2","lb-panel-title",i)),!s.length)return o.
appendChild(d("p","lb-none",n.undecided)),o;let r=o.appendChild(d("ol","lb-events"));return r.tabIndex=0,r.setAttribute(
"aria-label",n.decisions),s.forEach(a=>r.appendChild($l(t,a,n))),o}function Yl(t,e,n){let o=C(n.pointsCopy,"lb-small lb-\
choose",async function(){let s=await Rt(Yo(t,e,Object.assign({},n,{points:n.points.split("|")})));o.textContent=s?n.copied:
n.copyFailed,setTimeout(()=>o.textContent=n.pointsCopy,2e3)});return o}function Nn({store:t,options:e},n){let o=gt(t,e,n,
e.card);return t.header.methods.length&&o.querySelector(".lb-card-area").replaceWith(Vl(t,n)),t.events&&o.appendChild(Jl(
t,n,e.words)),o}function ti(t,e,n,o){let{store:s,options:i}=e,r=Nn(e,n);i.words.pointsCopy&&s.polygons[n]<s.polygons[n+1]&&
r.appendChild(Yl(s,n,i.words));let a=t.landbaseSelection&&t.landbaseSelection.button(e,n);return a&&r.appendChild(a),t.landbaseNotepad&&
o&&r.appendChild(t.landbaseNotepad.forCard(e,n,o)),r}function Xl(t,e,n,o){t.landbaseCard={layer:e,row:n,popup:o},!t.landbaseCards&&
(t.landbaseCards=!0,t.on("lbchanged overlayremove",function(){let{layer:s,row:i,popup:r}=t.landbaseCard;r.isOpen()&&!(t.
hasLayer(s)&&s.store.shown[i])&&t.closePopup(r)}),t.on("lbday",function(){let{layer:s,row:i,popup:r}=t.landbaseCard;r.isOpen()&&
(r.options.autoPan=!1,r.setContent(ti(t,s,i,r.getLatLng())))}))}function Ql(t){let e=d("div","lb-card");e.appendChild(d(
"div","lb-card-head")).append(q(t),d("span","lb-card-title",t.title));let o=e.appendChild(d("dl","lb-fields"));t.fields.
forEach(function(i){o.appendChild(d("dt","",i[0])),o.appendChild(d("dd",i[1]?"":"lb-none",i[1]||"—"))});let s=e.appendChild(
d("div","lb-card-area"));return s.appendChild(d("span","lb-card-label",t.areaLabel)),s.appendChild(d("b","",t.areas[0])),
s.appendChild(d("span","",t.areas[1])),e}function gt(t,e,n,o){let s=t.classes[t.position[n]],i=t.header.units;return Ql(
{color:s.color,edge:s.edge,title:t.columns.length&&t.text(0,n)||e.untitled,fields:o.map(r=>[t.columns[r].label,t.text(r,
n)]),areaLabel:e.areaLabel,areas:["mu","ha"].map(r=>P(t.area(n,r),i[r].label))})}function De(t,e,n,o){let s=e.options,i=t.
getSize(),r=_t(t),a=L.popup({className:"lb-popup",minWidth:Math.min(260,i.x-80),maxWidth:Math.min(360,i.x-60),maxHeight:Math.
max(Ul,i.y-48-r-ql),autoPanPaddingTopLeft:[24,48],autoPanPaddingBottomRight:[mt(t),r]});a.setLatLng(o).setContent(ti(t,e,
n,L.latLng(o))),a.openOn(t),Xl(t,e,n,a);let l=a.getElement().querySelector(".leaflet-popup-close-button");if(!l)return;l.
setAttribute("aria-label",s.closeLabel);let h=document.activeElement===l;a.getElement().prepend(l),h&&l.focus()}var tc=t=>le(qt(t)).then(Xe);function Fe(t,e){let n=document.getElementById(t).textContent.trim();return e?Me(n,()=>tc(n)).
then(o=>new E(o)):new E(Xe(qt(n)))}var ec=4,In=1e3,nc=L.Control.extend({options:{position:"topleft"},initialize:function(t,e){this.words=t,this.selection=e},
onAdd:function(){let t=d("div","leaflet-bar lb-picking"),e=function(n,o,s){let i=t.appendChild(d("button",n));return i.type=
"button",i.title=o,i.setAttribute("aria-label",o),i.addEventListener("click",s),i};return this.box=e("lb-tool-box",this.
words.box,()=>this.selection.aim(!this.selection.aiming)),this.box.setAttribute("aria-pressed","false"),e("lb-tool-every",
this.words.every,()=>this.selection.every()),L.DomEvent.disableClickPropagation(t),t}}),oc=L.Class.extend({initialize:function(t,e){
this._map=t,this.words=e.words,this.aiming=!1,this._tools=new nc(e.words,this).addTo(t),this._build(Ft(t)),t.boxZoom.disable(),
t.getContainer().addEventListener("pointerdown",n=>this._down(n),!0),window.addEventListener("keydown",n=>n.key==="Escap\
e"&&this.aim(!1)),t.on("lbready",this._restore,this),t.on("lbchanged overlayadd overlayremove",this._tell,this),window.addEventListener(
"hashchange",()=>this._ready&&this._restore())},_build:function(t){let e=this.words,n=this._box=d("section","lb-bar lb-s\
election");n.hidden=!0,n.setAttribute("aria-label",e.selection),this._sums=n.appendChild(d("span","lb-sums")),this._sums.
setAttribute("role","status");let o=(s,i)=>{let r=n.appendChild(d("button","lb-small",s));return r.type="button",r.addEventListener(
"click",i),r};this._copy=o(e.copy,()=>this.copy()),Ne().forEach(([s,i])=>o(i,()=>Ie(this._map,s,this.rows(),this.words,this.
_day()))),o(e.clear,()=>this.clear()),t.prepend(n)},rows:function(){return yo(this._map,({selected:t,shown:e},n)=>t[n]&&
e[n])},chosen:function(){return M(this._map).flatMap(t=>{let e=this.rows().find(({store:n})=>n===t.store);return Array.from(
e.rows,n=>({layer:t,row:n}))})},_stores:function(){return S(this._map).map(t=>t.store)},_refresh:function(){S(this._map).
forEach(t=>t.refresh())},changed:function(){this._refresh(),F("select",this._link()),this._tell()},_link:function(){let t=[];
for(let e of this._stores()){let n=e.columns.findIndex(o=>o.name==="parcel_id");for(let o=0;o<e.count;o++)if(e.selected[o]){
if(n<0||t.length===In)return"";t.push(e.text(n,o))}}return t.length?JSON.stringify(t):""},_restore:function(){let t=[];if(this.
_unlinked&&!D("select"))return;try{t=JSON.parse(D("select")||"[]")}catch{t=[]}let e=new Set(Array.isArray(t)?t:[]);this.
_stores().forEach(function(n){let o=n.columns.findIndex(s=>s.name==="parcel_id");for(let s=0;s<n.count;s++)n.selected[s]=
e.size&&o>=0&&e.has(n.text(o,s))?1:0}),(this._ready||e.size)&&this._refresh(),this._ready=!0,this._tell()},line:function(){
let{count:t,m2:e}=this._sum(),n=this.words;if(!t)return null;let{mu:o,ha:s}=this._stores()[0].header.units;return{title:n.
selection,label:n.ring,heads:[n.count,o.label,s.label],figures:[t.toLocaleString("en-US"),z(e*o.times/o.by,2),z(e*s.times/
s.by,2)]}},_sum:function(){let t={marked:0,count:0,m2:0};return S(this._map).forEach(e=>{let{selected:n,shown:o,areas:s,
count:i}=e.store,r=this._map.hasLayer(e);for(let a=0;a<i;a++)n[a]&&(t.marked+=1,!(!r||!o[a])&&(t.count+=1,s[a]>0&&(t.m2+=
s[a])))}),t},_tell:function(){let{marked:t,count:e,m2:n}=this._sum(),o=this.words;if(this._unlinked=t>In,this._box.hidden=
!t,this._map.fire("lbselected"),this._label&&this._label(),!t)return;let s=this._stores()[0].header.units,i=[o.selected.
replace("{n}",e.toLocaleString("en-US"))];["mu","ha"].forEach(function(a){let l=s[a];i.push(P(z(n*l.times/l.by,2),l.label))});
let r=t-e;if(O(this._sums,...i.map(a=>d("b","",a))),this._unlinked){let a=o.unlinked.replace("{n}",In.toLocaleString("en\
-US"));this._sums.appendChild(d("span","lb-none",a))}r&&this._sums.appendChild(d("span","lb-none",o.hidden.replace("{n}",
r.toLocaleString("en-US"))))},toggle:function(t,e){t.store.selected[e]=t.store.selected[e]?0:1,this.changed()},clear:function(){
this._stores().forEach(t=>t.selected.fill(0)),this.changed()},every:function(){this._stores().forEach(t=>t.selected.fill(
0)),M(this._map).forEach(({store:t})=>t.selected.set(t.shown)),this.changed()},within:function(t,e,n){let o=[t,e].map(i=>E.
units(this._map.containerPointToLatLng(i))),s=[0,1].map(i=>Math.min(o[0][i],o[1][i])).concat([0,1].map(i=>Math.max(o[0][i],
o[1][i])));n||this._stores().forEach(i=>i.selected.fill(0)),M(this._map).forEach(function({store:i}){i.within(...s).forEach(
function(r){i.shown[r]&&mo(i,r,s)&&(i.selected[r]=1)})}),this.changed()},button:function(t,e){let n=this.words,o=d("butt\
on","lb-small lb-choose"),s=()=>o.textContent=t.store.selected[e]?n.take:n.add;return o.type="button",o.addEventListener(
"click",()=>this.toggle(t,e)),this._label=s,s(),o},aim:function(t){t&&this._map.landbaseMeasure&&this._map.landbaseMeasure.
stop(),this.aiming=t,this._tools.box.setAttribute("aria-pressed",String(t)),this._map.getContainer().classList.toggle("l\
b-aiming",t),this._map.dragging[t?"disable":"enable"]()},_down:function(t){if(t.button!==0||!(this.aiming||t.shiftKey)||
this._map.landbaseBusy||t.target.closest(".leaflet-control, .leaflet-popup"))return;let e=this._map,n=e.mouseEventToContainerPoint(
t),o=d("div","lb-frame"),s=n,i=function(a){s=e.mouseEventToContainerPoint(a),!o.parentNode&&n.distanceTo(s)>ec&&e.getContainer().
appendChild(o),Object.assign(o.style,{left:Math.min(n.x,s.x)+"px",top:Math.min(n.y,s.y)+"px",width:Math.abs(s.x-n.x)+"px",
height:Math.abs(s.y-n.y)+"px"})},r=a=>{window.removeEventListener("pointermove",i),["pointerup","pointercancel"].forEach(
l=>window.removeEventListener(l,r)),L.DomUtil.enableTextSelection(),o.parentNode&&(o.remove(),a.type!=="pointercancel"&&
(this._swallow(),this.within(n,s,t.shiftKey)))};L.DomUtil.disableTextSelection(),window.addEventListener("pointermove",i),
["pointerup","pointercancel"].forEach(a=>window.addEventListener(a,r))},_swallow:function(){let t=e=>e.stopPropagation();
window.addEventListener("click",t,{capture:!0,once:!0}),setTimeout(()=>window.removeEventListener("click",t,!0),0)},_day:function(){
return this._map.landbaseDay},copy:async function(){let t=await Rt(Ce(this.rows(),this.words,this._day()));this._copy.textContent=
t?this.words.copied:this.words.copyFailed,setTimeout(()=>this._copy.textContent=this.words.copy,2e3)}});function ze(t,e,n,o){
let s=t.landbaseSelection;if(!s||!(s.aiming||e.originalEvent.shiftKey))return!1;let i=n.store.selected[o];return e.originalEvent.
shiftKey||s._stores().forEach(r=>r.selected.fill(0)),n.store.selected[o]=i?0:1,s.changed(),!0}function ei(t,e){Ot(t,e.layers),
t.landbaseSelection=new oc(t,e)}var sc=6,Be=3.5,ic=L.Canvas.extend({_reset:function(){L.Canvas.prototype._reset.call(this),L.DomUtil.setPosition(this._container,
this._bounds.min)}});function rc(t){return t.landbaseCanvas=t.landbaseCanvas||new ic({padding:.3}),t.landbaseCanvas}var ac=L.
Polygon.extend({beforeAdd:function(t){this.options.renderer=rc(t),L.Polygon.prototype.beforeAdd.call(this,t)},_projectLatlngs:function(t,e,n){
if(Array.isArray(t[0])){t.forEach(i=>this._projectLatlngs(i,e,n));return}let o=this._map.getPixelOrigin(),s=t.map(i=>this.
_map.project(i)._subtract(o));s.forEach(i=>n.extend(i)),e.push(s)},_small:function(){let t=this._rawPxBounds.getSize();return Math.
max(t.x,t.y)<sc},_updateBounds:function(){if(L.Polygon.prototype._updateBounds.call(this),!this._rawPxBounds||!this._small())
return;let t=L.point(Be+2,Be+2),e=this._rawPxBounds.getCenter();this._pxBounds=L.bounds(e.subtract(t),e.add(t))},_updatePath:function(){
if(!this._small())return this._renderer._updatePoly(this,!0);let t=this._renderer;if(!t._drawing||this._pxBounds===void 0)
return;let e=this._rawPxBounds.getCenter();return t._ctx.beginPath(),t._ctx.arc(e.x,e.y,Be,0,Math.PI*2,!1),t._fillStroke(
t._ctx,this)},_containsPoint:function(t){return!this._rawPxBounds||!this._small()?L.Polygon.prototype._containsPoint.call(
this,t):t.distanceTo(this._rawPxBounds.getCenter())<=Be+1}});function ni(t,e){let n=Fe(t,!1),o=L.featureGroup(),s={weight:.8,
opacity:1,fillOpacity:e.opacity,smoothFactor:.2},i=function(c){let f=n.classes[n.position[c]],u=n.selected[c]?de:{color:f.
edge};return Object.assign({fillColor:f.color},s,{fillOpacity:r,opacity:r},u)},r=e.opacity,a=c=>2*n.position[c]+n.selected[c],
l=[];for(let c=0;c<n.count;c++){let f=n.latLngs(c);if(!f.length)continue;let u=new ac(f,i(c));u.row=c,u.look=a(c),l.push(
u),o.addLayer(u)}$.push(o),o.dataId=t,o.store=n,o.options=e,o.ready=Promise.resolve(n),o.refresh=function(){l.forEach(function(c){
let f=n.shown[c.row]===1,u=a(c.row);u!==c.look&&c.setStyle(i(c.row)),c.look=u,f!==o.hasLayer(c)&&(f?o.addLayer(c):o.removeLayer(
c))})},o.setShare=function(c){r=c,e.opacity=c,l.forEach(f=>f.setStyle(i(f.row)))},o.on("mouseover",function(c){c.layer.setStyle(
{weight:2.6,color:"#111827"}),c.layer.bringToFront()}),o.on("mouseout",c=>c.layer.setStyle(i(c.layer.row)));let h=c=>f=>gt(
n,e,f.row,c);return o.bindTooltip(h(e.tooltip),{sticky:!0,className:"lb-tip",opacity:1,direction:"auto"}),o.on("click",function(c){
L.DomEvent.stopPropagation(c),o.closeTooltip(),!ze(c.layer._map,c,o,c.layer.row)&&o.showCard(c.layer._map,c.layer.row,c.
latlng)}),o.showCard=(c,f,u)=>De(c,o,f,u),o}function oi(t){let e=t.header.events.states,n=Object.assign(Object.create(E.prototype),t,{columns:t.columns.map((o,s)=>e.
includes(s)?Object.assign({},o,{values:o.values.slice()}):o),shown:t.shown.slice(),position:t.position.slice(),due:t.due&&
t.due.slice(),done:t.done&&t.done.slice(),timeline:Object.assign({},t.timeline,{now:t.timeline.now.slice()})});return dt(
n,t.day),n}var si=({then:t,now:e},n)=>[J(t,n).codes,J(e,n)];function ii(t,e,n){let o=()=>({count:0,m2:new Float64Array(n.
length)}),s=new Map,i=o();return t.forEach(function(r){let{areas:a,category:l,header:h,count:c,shown:f}=r.now,u=r.then.shown,
p=h.categories.map(y=>n.indexOf(y)),m=[],[_,{codes:g,keys:b}]=si(r,e);for(let y=0;y<c;y++){if(!f[y]&&!u[y])continue;let A=_[y]*
b.length+g[y],x=_[y]===g[y]?i:m[A]||(m[A]=o());x.count+=1,a[y]>0&&(x.m2[p[l[y]]]+=a[y])}m.forEach(function(y,A){let x=b[Math.
floor(A/b.length)],N=b[A%b.length],B=JSON.stringify([x,N]),Z=s.get(B)||Object.assign({from:x,to:N},o());Z.count+=y.count,
y.m2.forEach((w,v)=>Z.m2[v]+=w),s.set(B,Z)})}),{changes:[...s.values()],same:i}}function ri(t,e,n,o){t.forEach(function(s){
let{selected:i,shown:r}=s.now,a=s.then.shown,[l,{codes:h,keys:c}]=si(s,e),[f,u]=[c.indexOf(n),c.indexOf(o)];i.forEach((p,m)=>i[m]=
(r[m]||a[m])&&l[m]===f&&h[m]===u?1:0)})}var Re="lbEarlier",lc=365,cc=.02,hc=L.Class.extend({initialize:function(t,e,n){Object.assign(this,{_map:t,_data:e,_words:n,
_share:.5,_pairs:[]}),this.button=C(n.compare,"lb-small lb-compare-open",()=>this.show(this._box===void 0)),this.button.
setAttribute("aria-pressed","false"),t.on("lbready",this._restore,this),window.addEventListener("hashchange",()=>this._ready&&
this._restore()),t.on("lbday lbchanged overlayadd overlayremove",this._soon,this),t.on("lbselected",()=>this._frame&&this.
_frame.refresh()),t.on("move moveend zoomend resize",this._clip,this)},_restore:function(){this._ready=!0;let t=nt(D("co\
mpare"));this.show(t!==null,t)},show:function(t,e){t&&this._box&&this.set(e),t!==!!this._box&&(this.button.setAttribute(
"aria-pressed",String(t)),t?this._open(e===void 0?this._map.landbaseDay-lc:e):this._close(),this._map.fire("resize"))},_open:function(t){
let e=this._map,n=e.getPane(Re)||e.createPane(Re);n.style.zIndex=401,n.style.pointerEvents="none",this._pairs=S(e).filter(
({store:o})=>o.timeline).map(o=>({layer:o,now:o.store,then:oi(o.store)})),this._frame=new Se((o,s)=>this._steps(o,s),{pane:Re}).
addTo(e),this._build(),Gt(e,"earlier",o=>this._isEarlier(o)),e.on("mousemove click",this._point,this),e.on("mouseout",this.
_leave,this),e.fire("lbcompare",{on:!0}),this.set(t)},_close:function(){let t=this._map;t.off("mousemove click",this._point,
this),t.off("mouseout",this._leave,this),this._leave(),Gt(t,"earlier",null),this._frame.remove(),[this._box,this._line,this.
_table].forEach(e=>e.remove()),this._layersOf().forEach(({node:e})=>e.style.clip=""),this._box=this._frame=void 0,this._pairs=
[],F("compare",""),t.fire("lbcompare",{on:!1})},_build:function(){let t=this._map,e=this._words,n=this._box=d("section",
"lb-bar lb-compare");n.setAttribute("aria-label",e.compare);let o=n.appendChild(d("label","",e.left+" ")),s=this._input=
o.appendChild(d("input","lb-input"));Object.assign(s,{type:"text",spellcheck:!1,autocomplete:"off"}),s.setAttribute("ari\
a-label",e.earlier),s.addEventListener("change",()=>{let i=nt(s.value);this.set(i===null?this.day:i)}),n.appendChild(d("\
span","",e.right+" ")),this._later=n.lastChild.appendChild(d("b")),n.appendChild(C(e.close,"lb-small",()=>{this.show(!1),
this.button.focus()})),Ft(t).prepend(n),this._table=this._panel(),this._line=t.getContainer().appendChild(this._swipe())},
_swipe:function(){let t=d("div","lb-swipe"),e=this._words,n=this._map;t.tabIndex=0,Object.entries({role:"slider","aria-l\
abel":e.swipe,"aria-valuemin":0,"aria-valuemax":100,title:e.swipe}).forEach(([s,i])=>t.setAttribute(s,i)),this._names=[e.
left,e.right].map((s,i)=>t.appendChild(d("span",i?"lb-swipe-later":"lb-swipe-earlier"))),t.appendChild(d("i"));let o=s=>this.
_to((s.clientX-n.getContainer().getBoundingClientRect().left)/n.getSize().x);return t.addEventListener("pointerdown",function(s){
t.setPointerCapture(s.pointerId),t.addEventListener("pointermove",o)}),["pointerup","pointercancel"].forEach(s=>t.addEventListener(
s,()=>t.removeEventListener("pointermove",o))),t.addEventListener("keydown",s=>{let i={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,
ArrowUp:1}[s.key];i&&(this._to(this._share+i*cc),s.preventDefault(),s.stopPropagation())}),L.DomEvent.disableClickPropagation(
t),t},_to:function(t){this._share=Math.max(0,Math.min(1,t)),this._leave(),this._clip()},_panel:function(){let t=d("secti\
on","lb-panel lb-changes leaflet-control"),e=this._map.getContainer().querySelector(".lb-legend");return e?e.before(t):this.
_map.getContainer().querySelector(".leaflet-top.leaflet-right").appendChild(t),t.tabIndex=0,L.DomEvent.disableClickPropagation(
t),L.DomEvent.disableScrollPropagation(t),t},set:function(t){this.day=t,this._input.value=I(t),F("compare",I(t)),this._pairs.
forEach(({then:e})=>dt(e,t)),this._follow()},_soon:function(){!this._box||this._waiting||(this._waiting=requestAnimationFrame(
()=>{this._waiting=null,this._box&&this._follow()}))},_follow:function(){let t=this._map,e=t.landbaseFilters;this._pairs.
forEach(({then:o})=>{e&&e.ready()&&wn(o,e.state,this.day)});let n=o=>V(o,this._data.date);this._said=[this.day,t.landbaseDay].
map(n),this._later.textContent=I(t.landbaseDay),this._names.forEach((o,s)=>o.textContent=this._said[s]),this._frame.refresh(),
this._clip(),cancelAnimationFrame(this._telling),this._telling=requestAnimationFrame(()=>this._box&&this._tell())},_openPairs:function(){
return this._pairs.filter(({layer:t})=>this._map.hasLayer(t))},_tell:function(){let t=this._words,{column:e,lines:n}=this.
_data,o=this._openPairs(),s=[...new Set(o.flatMap(({now:x})=>x.header.categories))],i=new Map(n.map(({key:x},N)=>[x,N])),
{changes:r,same:a}=ii(o,e,s),l=x=>i.has(x)?i.get(x):i.size;r.sort((x,N)=>l(x.from)-l(N.from)||l(x.to)-l(N.to));let h=t.title.
replace("{from}",this._said[0]).replace("{to}",this._said[1]);this._table.setAttribute("aria-label",h);let c=d("h2","lb-\
panel-title",h);if(!o.length||!r.length){O(this._table,c,d("p","lb-foot",t.none));return}let{units:f}=o[0].now.header,{lines:u,
total:p}=pt([...r,Object.assign({label:t.same},a)],f),m=u.pop(),_=d("table"),g=d("tbody"),b=d("tfoot"),y=d("thead"),A=y.
appendChild(d("tr"));[t.from,t.count,f.mu.label,f.ha.label].forEach(x=>{let N=A.appendChild(d("th","",x));N.scope="col"}),
u.forEach(x=>g.appendChild(this._row(x))),g.appendChild(Dn(d("span","",t.same),m)),b.appendChild(Dn(d("span","",t.total),
p)).className="lb-total",_.append(y,g,b),O(this._table,c,_,d("p","lb-foot",t.note))},_row:function(t){let e=this._words,
n=r=>this._data.lines.find(a=>a.key===r)||{label:String(r)},o=C("","lb-pick",()=>{ri(this._openPairs(),this._data.column,
t.from,t.to),this._map.landbaseSelection&&this._map.landbaseSelection.changed()}),[s,i]=[n(t.from),n(t.to)];return[s,i].
forEach((r,a)=>{a&&o.append(e.arrow.replace("{from}","").replace("{to}","")),o.appendChild(d("span","lb-state")).append(
q(r),r.label)}),Dn(o,t)},_layersOf:function(){return pe(this._map).map(t=>({node:t,at:L.DomUtil.getPosition(t)||L.point(
0,0)}))},_clip:function(){if(!this._box)return;let t=this._map,e=t.getSize(),n=Math.round(this._share*e.x),o=t.containerPointToLayerPoint(
[0,0]),s=o.add(e),i=o.x+n,r=(...a)=>"rect("+a.map(l=>l+"px").join(" ")+")";this._layersOf().forEach(({node:a,at:l})=>a.style.
clip=r(o.y-l.y,s.x-l.x,s.y-l.y,i-l.x)),t.getPane(Re).style.clip=r(o.y,i,s.y,o.x),this._line.style.left=n+"px",this._line.
setAttribute("aria-valuenow",Math.round(this._share*100)),this._line.setAttribute("aria-valuetext",(this._said||[]).join(
" | "))},*_steps(t,e){for(let{layer:n,then:o}of this._openPairs()){let s=Object.assign({dot:ft(n)},e),i=s.dot*e.unit,[r,
a,l,h]=e.box,c=o.within(r-i,a-i,l+i,h+i);t.globalAlpha=n.options.opacity||1,yield*Et(o,t,s,c),t.globalAlpha=1,yield*Lt(o,
t,s,c)}},_isEarlier:function(t){return this._map.latLngToContainerPoint(t).x<this._share*this._map.getSize().x},_point:function(t){
let e=this._map;if(this._leave(),e.landbaseBusy||e.dragging.moving()||!this._isEarlier(t.latlng))return;let[n,o]=E.units(
t.latlng),s=W(e.getZoom());for(let{layer:i,then:r}of this._openPairs().reverse()){let a=r.at(n,o,ft(i)*s,s);if(a<0)continue;
let l=gt(r,i.options,a,i.options.tooltip);l.prepend(d("div","lb-card-day",this._said[0])),this._tip=L.tooltip({className:"\
lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(t.latlng).setContent(l).addTo(e);return}},_leave:function(){
this._tip&&this._tip.remove(),this._tip=null}});function Dn(t,e){let n=d("tr"),o=n.appendChild(d("th"));return o.scope="\
row",o.appendChild(t),["count","mu","ha"].forEach(s=>n.appendChild(d("td","",e[s]))),n}function ai(t,e){return e.states?
(t.landbaseCompare=new hc(t,Object.assign({date:e.words.date},e.states),e.words.compare)).button:null}var li=60,ci=450,je=120,hi=t=>S(t).map(e=>e.store).filter(e=>e.timeline);function dc(t){let e=new Map,n=hi(t);n.forEach(
a=>a.timeline.days.forEach(function(l,h){e.set(l,(e.get(l)||0)+a.timeline.counted[h])}));let o=[...e.keys()].sort((a,l)=>a-
l),s=0,i=o.map(a=>s+=e.get(a)),r=Math.max(...n.map(a=>a.header.events.on));return{days:o,sums:i,opened:r}}function Fn(t,e,n,o){
let s=t.appendChild(d("button","lb-time-button "+e));return s.type="button",s.title=n,s.setAttribute("aria-label",n),s.addEventListener(
"click",o),s}var fc=L.Class.extend({initialize:function(t,e){this._map=t,this._data=e,this._build(Ft(t)),t.on("lbread",this.
_start,this),window.addEventListener("hashchange",()=>{this._days&&(this.play(!1),this.set(this._linked(),!0))})},_build:function(t){
let e=this._data.words,n=this._box=d("section","lb-bar lb-time");n.setAttribute("aria-label",e.time),this._play=Fn(n,"lb\
-play",e.play,()=>this.play(!this._playing)),Fn(n,"lb-earlier",e.earlier,()=>this.step(-1)),Fn(n,"lb-later",e.later,()=>this.
step(1));let o=n.appendChild(d("div","lb-track"));this._bars=o.appendChild(d("canvas","lb-bars")),this._range=o.appendChild(
d("input","lb-range")),this._range.type="range",this._range.setAttribute("aria-label",e.time),this._range.addEventListener(
"input",()=>this._soon(Number(this._range.value))),this._range.addEventListener("keydown",r=>this._key(r));let s=n.appendChild(
d("div","lb-day"));this._text=s.appendChild(d("input","lb-input")),this._text.setAttribute("aria-label",e.day),this._text.
addEventListener("change",()=>this._typed()),this._said=s.appendChild(d("span","lb-day-note")),this._mark=n.appendChild(
d("span")),this._mark.hidden=!0;let i=ai(this._map,this._data);i&&n.appendChild(i),this._able(!1),t.appendChild(n)},_able:function(t){
this._box.querySelectorAll("button, input").forEach(e=>e.disabled=!t)},_start:function(){return Object.assign(this,{_days:null},
dc(this._map)),this._days=this.days,this._days.length?(this._first=this._days[0]-1,this._last=Math.max(this._days[this._days.
length-1],this.opened),this.opened=Math.min(this._last,Math.max(this._first,this.opened)),Object.assign(this._range,{min:this.
_first,max:this._last,step:1}),this._able(!0),this._drawBars(),this.set(this._linked(),!0)):this._box.remove()},_linked:function(){
let t=nt(D("day"));return t===null?this.opened:t},set:function(t,e){let n=this.day===void 0;this.day=this._map.landbaseDay=
t,hi(this._map).forEach(r=>dt(r,t));let o=I(t),s=on(this._days,t),i=this._data.words;this._range.value=t,this._range.setAttribute(
"aria-valuetext",V(t,i.date)),this._text.value=o,this._said.textContent=i.at.replace("{n}",(s?this.sums[s-1]:0).toLocaleString(
"en-US")).replace("{all}",this.sums[this.sums.length-1].toLocaleString("en-US")),this._head(V(t,i.date)),e||F("day",t===
this.opened?"":o),!(n&&this._map.landbaseFilters)&&(wo(this._map),this._map.fire("lbday"))},_head:function(t){let{note:e,
asOf:n,words:o}=this._data;if(!n){this._mark.dataset.lbMark="",this._mark.textContent=o.mark.replace("{day}",t);return}this.
_note=this._note||[...document.querySelectorAll(".lb-note")].find(s=>s.textContent===e),this._note&&(this._note.textContent=
e.replace(n,t))},_soon:function(t){this.play(!1),this._wanted=t,!this._frame&&(this._frame=requestAnimationFrame(()=>{this.
_frame=null,this.set(this._wanted)}))},step:function(t){this.play(!1),this.set(this._near(t))},_near:function(t){let e=on(
this._days,this.day);if(t>0)return e<this._days.length?this._days[e]:Math.max(this._last,this.day);let n=e>0&&this._days[e-
1]===this.day?e-2:e-1;return n>=0?this._days[n]:Math.min(this._first,this.day)},play:function(t){if(!!this._playing===t)
return;clearTimeout(this._playing),this._playing=null;let e=this._data.words[t?"pause":"play"];this._play.title=e,this._play.
setAttribute("aria-label",e),this._play.classList.toggle("lb-on",t),t&&(this.day>=this._last&&this.set(this._first),this.
_playing=setTimeout(()=>this._tick(),ci))},_tick:function(){let t=Math.ceil((this._last-this._first)/li),e=this._days.length>
li?Math.max(this._first,this.day)+t:this._near(1);if(this.set(Math.min(this._last,e)),this.day>=this._last)return this.play(
!1);this._playing=setTimeout(()=>this._tick(),ci)},_key:function(t){let e={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1};
if(t.key===" ")this.play(!this._playing);else if(t.key in e)this.step(e[t.key]);else return;t.preventDefault()},_typed:function(){
let t=nt(this._text.value);this.play(!1),this.set(t===null?this.day:t)},_drawBars:function(){let t=this._bars,e=new Array(
je).fill(0),n=this._last-this._first;this._days.forEach((i,r)=>{let a=Math.min(je-1,Math.floor((i-this._first)/n*je));e[a]+=
this.sums[r]-(r?this.sums[r-1]:0)});let o=Math.max(...e),s=t.getContext("2d");t.width=4*je,t.height=64,s.fillStyle="#8da\
2b5",e.forEach(function(i,r){let a=i?Math.max(6,64*Math.sqrt(i/o)):0;s.fillRect(4*r,64-a,3,a)})}});function di(t,e){Ot(t,
e.layers),t.landbaseTime=new fc(t,e)}var uc=12;function fi(t,e){let n=document.createElement("canvas");return n.width=t,n.height=e,n.getContext("2d",{willReadFrequently:!0})}
var pc=L.GridLayer.extend({options:{pane:"overlayPane",noWrap:!0,keepBuffer:1,updateWhenZooming:!1,updateWhenIdle:!1,maxZoom:24},
initialize:function(t,e){if(L.GridLayer.prototype.initialize.call(this,e),this._waiting=[],this.on("tileunload",i=>{this.
_waiting=this._waiting.filter(r=>r.tile!==i.tile)}),e.compressed&&typeof DecompressionStream>"u"){this._problem=e.tooOld,
this.ready=new Promise(()=>{});return}let n=i=>(this.store=i,this._notice(""),this.refresh(),this.fire("opened"),i),o=i=>(this.
_problem=e.unread+" ("+i.message+")",this._notice(this._problem),new Promise(()=>{})),s=Promise.resolve().then(()=>Fe(t,
e.compressed));this.ready=s.then(n,o)},onAdd:function(t){L.GridLayer.prototype.onAdd.call(this,t),zn(t).layers.push(this),
this._problem?this._notice(this._problem):this.store||this._notice(this.options.reading)},onRemove:function(t){let e=zn(
t);e.layers.splice(e.layers.indexOf(this),1),e.leave(),this._notice(""),L.GridLayer.prototype.onRemove.call(this,t)},_notice:function(t){
this._box&&this._box.remove(),this._box=null,!(!t||!this._map)&&(this._box=d("div","lb-message",t),this._box.setAttribute(
"role","status"),this._map.getContainer().appendChild(this._box))},createTile:function(t,e){let n=L.DomUtil.create("canv\
as","lb-tile"),o=this.getTileSize(),s=window.devicePixelRatio||1;return n.width=Math.round(o.x*s),n.height=Math.round(o.
y*s),this._later({tile:n,coords:t,done:e}),n},refresh:function(){if(!this.store||!this._map)return;let t=this._map.getPixelBounds().
getCenter(),e=this.getTileSize(),n=s=>s.coords.add([.5,.5]).scaleBy(e).distanceTo(t),o=new Map(this._waiting.map(s=>[s.tile,
s]));this._waiting=Object.values(this._tiles).filter(s=>s.current).map(s=>({tile:s.el,coords:s.coords,done:(o.get(s.el)||
{}).done})).sort((s,i)=>n(s)-n(i)),this._work()},_later:function(t){this._waiting.push(t),this._work()},_work:function(){
this._frame||!this.store||(this._frame=requestAnimationFrame(()=>{this._frame=null;let t=performance.now()+uc;for(;this.
_waiting.length&&performance.now()<t;){let e=this._waiting[0];e.steps=e.steps||this._draw(e.tile,e.coords),e.steps.next().
done&&(this._waiting.shift(),e.done&&e.done(null,e.tile))}this._waiting.length?this._work():this.fire("drawn")}))},_draw:function*(t,e){
let n=this.getTileSize(),o=t.width/n.x,s=this.store,i=Q(e.z),{width:r,height:a}=t;(!this._aside||this._aside.canvas.width!==
r)&&(this._aside=fi(r,a),this._spare=fi(r,a));let l=this._aside,h={times:1/W(e.z),left:e.x*n.x-i/2,top:e.y*n.y-i/2,dot:this.
options.dot,ratio:o,spare:this._spare},c=this.options.dot+2,f=s.within((h.left-c)/h.times,-(h.top+n.y+c)/h.times,(h.left+
n.x+c)/h.times,-(h.top-c)/h.times);l.setTransform(o,0,0,o,0,0),l.clearRect(0,0,n.x,n.y),yield*Et(s,l,h,f),yield*Lt(s,l,h,
f);let u=t.getContext("2d");u.clearRect(0,0,r,a),u.drawImage(l.canvas,0,0)},showCard:function(t,e,n){zn(t).open(this,e,n)},
setShare:function(t){this.setOpacity(t)},rowAt:function(t){if(!this.store)return-1;let[e,n]=E.units(t),o=W(this._map.getZoom());
return this.store.at(e,n,this.options.dot*o,o)}}),mc=L.Class.extend({initialize:function(t){this.layers=[],this._map=t,this.
_tip=L.tooltip({className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}),t.on("mousemove",this._move,this),t.on("mo\
useout zoomstart",this.leave,this),t.on("click",this._click,this)},find:function(t){if(this._map.landbaseBusy||bo(this._map,
t))return null;for(let e=this.layers.length-1;e>=0;e--){let n=this.layers[e].rowAt(t);if(n>=0)return{layer:this.layers[e],
row:n}}return null},leave:function(){this._over&&this._over.remove(),this._over=this._held=null,this._map.getContainer().
style.cursor="",this._tip.remove()},_move:function(t){let e=this._map.dragging.moving()?null:this.find(t.latlng);if(!e)return this.
leave();if(this._tip.setLatLng(t.latlng),!(this._held&&this._held.row===e.row&&this._held.layer===e.layer))return this.leave(),
this._held=e,this._over=L.polygon(e.layer.store.latLngs(e.row),{renderer:this._svg||(this._svg=L.svg({padding:.3})),interactive:!1,
fill:!1,color:"#111827",weight:2.6}).addTo(this._map),this._map.getContainer().style.cursor="pointer",this._tip.setContent(
this._card(e.layer,e.row,e.layer.options.tooltip)),this._tip.setLatLng(t.latlng).addTo(this._map)},_click:function(t){let e=this.
find(t.latlng);e&&!ze(this._map,t,e.layer,e.row)&&this.open(e.layer,e.row,t.latlng)},_card:(t,e,n)=>gt(t.store,t.options,
e,n),open:function(t,e,n){De(this._map,t,e,n),this.leave()}});function zn(t){return t.landbasePicker=t.landbasePicker||new mc(
t),t.landbasePicker}function ui(t,e){let n=new pc(t,e);return n.dataId=t,$.push(n),n}var _c=/^-?[\d,]+(\.\d+)?%?$/,gc=new Intl.Collator("zh-CN-u-co-pinyin",{numeric:!0}),bc=t=>_c.test(t)?parseFloat(t.replace(
/,/g,"")):NaN;function yc(t){let e=[...new Set(t)].filter(Boolean),n=e.map(bc);if(e.length&&n.every(s=>!Number.isNaN(s))){
let s=new Map(e.map((i,r)=>[i,n[r]]));return i=>i===""?1/0:s.get(i)}e.length>2e4?e.sort():e.sort(gc.compare);let o=new Map(
e.map((s,i)=>[s,i]));return s=>s===""?1/0:o.get(s)}function wc(t,e){let n=t.map(({store:f})=>f.count),o=n.reduce((f,u)=>f+
u,0),s=new Float64Array(o),i=0,r=f=>t.forEach(function({store:u}){f(u,i),i+=u.count});if(e==="area")return r((f,u)=>f.areas.
forEach((p,m)=>s[u+m]=Number.isFinite(p)?p:1/0)),s;let a=t.map(({store:f})=>f.columns.findIndex(u=>u.name===e)),l=t.map(
function({store:f},u){let p=f.columns[a[u]];return p?p.words||Array.from({length:f.count},(m,_)=>f.text(a[u],_)):[""]}),
h=yc([].concat(...l)),c=0;return r(function(f,u){let p=f.columns[a[c]],m=l[c++].map(h);for(let _=0;_<f.count;_++)s[u+_]=
p?m[p.words?p.values[_]:_]:1/0}),s}function pi(t,e,n){let o=wc(t,e),s=new Uint32Array(o.length);for(let r=0;r<s.length;r++)
s[r]=r;let i=n?-1:1;return s.sort(function(r,a){let l=o[r],h=o[a];return l===h?r-a:l===1/0||h===1/0?l===1/0?1:-1:l<h?-i:
i})}function mi(t,e,n){let o=new Uint8Array(e.length),s=0;t.forEach(function({store:a},l){n[l]&&o.set(a.shown,s),s+=a.count});
let i=new Uint32Array(e.length),r=0;for(let a=0;a<e.length;a++)o[e[a]]&&(i[r++]=e[a]);return i.subarray(0,r)}var bt=26,se=8e6,_i=4,xc=6,gi=["mu","ha"],vc=L.Class.extend({initialize:function(t,e){this._map=t,this._words=e,this._hidden=
null,this._sort={name:null,falling:!1},this._at=-1,this.button=C(e.list,"lb-tool",()=>this.show(!this._box)),this.button.
setAttribute("aria-expanded","false"),t.on("lbchanged overlayadd overlayremove",this._soon,this),t.on("lbday",this._resort,
this),t.on("lbselected",this._draw,this),t.on("popupopen",()=>t.landbaseCard&&this._follow())},show:function(t){t!==!!this.
_box&&(this.button.setAttribute("aria-expanded",String(t)),this._map.getContainer().classList.toggle("lb-listing",t),t?this.
_open():(this._mark(null),this._box.remove(),this._box=null),this._map.fire("resize"),t||this.button.focus())},_open:function(){
let t=this._words,e=this._box=d("section","lb-list");this._layers=S(this._map),this._columns=this._known(),e.setAttribute(
"aria-label",t.list);let n=e.appendChild(d("div","lb-list-bar"));this._said=n.appendChild(d("b","lb-list-count")),this._said.
setAttribute("role","status"),n.appendChild(this._chooser()),this._copy=n.appendChild(C(t.copy,"lb-small",()=>this._copyAll())),
Ne().forEach(([s,i])=>n.appendChild(C(i,"lb-small",()=>Ie(this._map,s,this._chosen(),t,this._map.landbaseDay)))),n.appendChild(
C(t.close,"lb-small lb-list-close",()=>this.show(!1)));let o=this._grid=e.appendChild(d("div","lb-grid"));o.tabIndex=0,o.
setAttribute("role","grid"),o.setAttribute("aria-label",t.list),o.setAttribute("aria-multiselectable","true"),this._head=
o.appendChild(d("div","lb-grid-head")),this._head.setAttribute("role","row"),this._body=o.appendChild(d("div","lb-grid-b\
ody")),this._body.setAttribute("role","rowgroup"),o.addEventListener("scroll",()=>this._frame||(this._frame=requestAnimationFrame(
()=>{this._frame=null,this._draw()}))),o.addEventListener("keydown",s=>this._key(s)),this._body.addEventListener("click",
s=>this._click(s)),this._body.addEventListener("mousemove",s=>this._over(s)),this._body.addEventListener("mouseleave",()=>this.
_mark(null)),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(e),this._map.getContainer().appendChild(
e),this._heads(),this._resort(),o.focus()},_known:function(){let t=new Map;this._layers.forEach(({store:o})=>o.columns.forEach(
({name:s,label:i})=>t.set(s,i)));let e=[...t].map(([o,s])=>({name:o,label:s}));this._hidden||(this._hidden=new Set(e.slice(
xc).map(({name:o})=>o)));let n=this._layers[0].store.header.units;return[...e,...gi.map(o=>({name:o,label:n[o].label,unit:o}))]},
_chooser:function(){let t=d("details","lb-columns"),e=d("div","lb-columns-list");return t.append(d("summary","lb-small",
this._words.columns),e),this._columns.forEach(({name:n,label:o})=>{let s=e.appendChild(d("label")),i=s.appendChild(d("in\
put"));i.type="checkbox",i.checked=!this._hidden.has(n),i.addEventListener("change",()=>{i.checked?this._hidden.delete(n):
this._hidden.add(n),this._heads(),this._draw()}),s.appendChild(d("span","",o))}),t.addEventListener("keydown",function(n){
n.key==="Escape"&&(t.open=!1,n.stopPropagation())}),t},_visible:function(){return this._columns.filter(({name:t})=>!this.
_hidden.has(t))},_heads:function(){let t=this._visible(),{name:e,falling:n}=this._sort;this._grid.style.setProperty("--l\
b-columns",t.map(({unit:o})=>o?"minmax(84px, 0.6fr)":"minmax(96px, 1fr)").join(" ")),this._grid.setAttribute("aria-colco\
unt",t.length),O(this._head,...t.map(({name:o,label:s,unit:i})=>{let r=d("div",i?"lb-number":"");r.setAttribute("role","\
columnheader"),r.setAttribute("aria-sort",o!==e?"none":n?"descending":"ascending");let a=r.appendChild(C(s,"lb-sort",()=>{
this._sort={name:o,falling:e===o?!n:!!i},this._heads(),this._resort(),[...this._head.querySelectorAll("button")].find(l=>l.
textContent===s).focus()}));return a.title=this._words.sort,r}))},_resort:function(){if(!this._box)return;let{name:t,falling:e}=this.
_sort,n=this._layers.reduce((o,{store:s})=>o+s.count,0);this._order=t===null?Uint32Array.from({length:n},(o,s)=>s):pi(this.
_layers,gi.includes(t)?"area":t,e),this._thin()},_soon:function(){this._box&&this._thin()},_thin:function(){let t=new Set(
M(this._map)),e=this._at>=0&&this._rows?this._rows[this._at]:-1;this._rows=mi(this._layers,this._order,this._layers.map(
n=>t.has(n))),this._at=e<0?-1:this._rows.indexOf(e),this._said.textContent=this._words.rows.replace("{n}",this._rows.length.
toLocaleString("en-US")),this._grid.setAttribute("aria-rowcount",this._rows.length+1),this._body.style.height=Math.min(se,
this._rows.length*bt)+"px",this._draw()},_place:function(t){let e=0;for(let n of this._layers){if(t<e+n.store.count)return{
layer:n,row:t-e};e+=n.store.count}return null},_view:function(){let t=this._grid.clientHeight-this._head.offsetHeight,e=this.
_rows.length*bt,n=Math.min(se,e)-t,o=n>0?this._grid.scrollTop/n:0,s=e>se?o*(e-t):this._grid.scrollTop;return{first:Math.
max(0,Math.floor(s/bt)),count:Math.ceil(t/bt),top:s}},_draw:function(){if(!this._box)return;let{first:t,count:e,top:n}=this.
_view(),o=this._visible(),s=Math.max(0,t-_i),i=Math.min(this._rows.length,t+e+_i),r=[];for(let a=s;a<i;a++){let{layer:l,
row:h}=this._place(this._rows[a]),c=d("div","lb-grid-row"+(a===this._at?" lb-current":""));c.id="lb-row-"+a,c.dataset.at=
a,c.setAttribute("role","row"),c.setAttribute("aria-rowindex",a+2),c.setAttribute("aria-selected",String(l.store.selected[h]===
1)),c.style.top=this._grid.scrollTop+a*bt-n+"px",o.forEach(f=>c.appendChild(this._cell(f,l.store,h))),r.push(c)}O(this._body,
...r),this._at>=s&&this._at<i?this._grid.setAttribute("aria-activedescendant","lb-row-"+this._at):this._grid.removeAttribute(
"aria-activedescendant")},_cell:function({name:t,unit:e},n,o){let s=e?-1:n.columns.findIndex(a=>a.name===t),i=e?n.area(o,
e):s<0?"":n.text(s,o),r=d("div",e?"lb-number":"",i);return r.setAttribute("role","gridcell"),!e&&i.length>10&&(r.title=i),
r},_chosen:function(){let t=this._layers.map(()=>[]);return this._rows.forEach(e=>{let{layer:n,row:o}=this._place(e);t[this.
_layers.indexOf(n)].push(o)}),this._layers.map(({store:e},n)=>({store:e,rows:Uint32Array.from(t[n])})).filter(e=>e.rows.
length)},_copyAll:async function(){let t=this._words,e=await Rt(Ce(this._chosen(),t,this._map.landbaseDay));this._copy.textContent=
e?t.copied:t.copyFailed,setTimeout(()=>this._copy.textContent=t.copy,2e3)},_line:function(t){let e=t.target.closest(".lb\
-grid-row");return e&&this._rows[e.dataset.at]!==void 0?Number(e.dataset.at):-1},_click:function(t){let e=this._line(t);
e<0||(this._go(e),t.ctrlKey||t.metaKey||t.shiftKey?this._toggle():this._enter())},_over:function(t){let e=this._line(t);
this._mark(e<0?null:this._place(this._rows[e]))},_mark:function(t){this._drawn&&this._drawn.remove(),this._drawn=t&&L.polygon(
t.layer.store.latLngs(t.row),{interactive:!1,fill:!1,color:"#111827",weight:3,renderer:this._svg||(this._svg=L.svg({padding:.3}))}).
addTo(this._map)},_go:function(t){if(!this._rows.length)return;this._at=Math.max(0,Math.min(this._rows.length-1,t));let{
first:e,count:n}=this._view(),o=this._rows.length*bt,s=this._grid.clientHeight-this._head.offsetHeight,i=Math.min(se,o)-
s;if(this._at<e||this._at>=e+n-1){let r=Math.max(0,this._at-(this._at<e?0:n-2))*bt;this._grid.scrollTop=o>se?r/(o-s)*i:r}
this._mark(this._place(this._rows[this._at])),this._draw()},_enter:function(){let{layer:t,row:e}=this._place(this._rows[this.
_at]);this._mark(null),this._own=!0,An(this._map,t,e),this._own=!1},_toggle:function(){let{layer:t,row:e}=this._place(this.
_rows[this._at]);this._map.landbaseSelection&&this._map.landbaseSelection.toggle(t,e)},_follow:function(){if(!this._box||
this._own)return;let{layer:t,row:e}=this._map.landbaseCard,n=e;for(let s of this._layers){if(s===t)break;n+=s.store.count}
let o=this._rows.indexOf(n);o>=0&&this._go(o),this._mark(null)},_key:function(t){if(t.target!==this._grid)return;let e=this.
_view().count-1,n=this._rows.length-1,o={ArrowDown:this._at+1,ArrowUp:this._at-1,PageDown:this._at+e,PageUp:this._at-e,Home:0,
End:n};if(t.key in o)this._go(o[t.key]);else if(t.key==="Enter"&&this._at>=0)this._enter();else if(t.key===" "&&this._at>=
0)this._toggle();else if(t.key==="Escape")this.show(!1);else return;t.preventDefault(),t.stopPropagation()}});function bi(t,e){
let n=t.landbaseList=new vc(t,e.list),o=n.button;return o.disabled=!0,Promise.resolve().then(()=>t.landbaseIds||o.remove()),
t.on("lbready",()=>o.disabled=!1),o}var Cc=3,Ec={color:"#d61f69",weight:2.5,fillColor:"#d61f69",fillOpacity:.12},jt="lbMeasure";function yi(t,e){let n=P(z(t,
1),e.metre);return t<1e3?n:e.also.replace("{first}",n).replace("{second}",P(z(t/1e3,3),e.km))}function Lc(t,e,n){let o=n.
words,s=n.units;if(!e)return[[o.length,yi(en(t),o)]];if(t.length<3)return[];let i=[o.around,yi(en([...t,t[0]]),o)];if(co(
t))return[[o.area,o.crossing],i];let r=lo(t),[a,l]=["mu","ha"].map(function(h){let{times:c,by:f,decimals:u,label:p}=s[h];
return P(z(r*c/f,u),p)});return[[o.area,a],["",l],["",P(z(r,1),o.m2)],i]}var ie=L.Class.extend({_name:"lb-measure",initialize:function(t,e){
this._map=t,this._data=e,this._buttons={},t.getPane(jt)||t.createPane(jt).classList.add("lb-shade");let n=t.getPane(jt);
this._drawn=L.featureGroup([],{pane:jt}),this._renderer=L.svg({pane:jt,padding:.5}),this._cover=t.getContainer().insertBefore(
d("div","lb-cover"),t.getContainer().querySelector(".leaflet-control-container")),this._cover.hidden=!0,n.style.zIndex=640,
n.style.pointerEvents="none",this._box=this._panel()},_panel:function(){let t=this._data.words,e=d("section",`lb-panel l\
b-kit ${this._name} leaflet-control`);e.hidden=!0,e.setAttribute("aria-label",t.measure),this._list=e.appendChild(d("dl",
"lb-fields")),this._list.setAttribute("aria-live","polite"),e.appendChild(d("p","lb-foot",t.how)),e.appendChild(d("p","l\
b-foot",t.accuracy)),e.appendChild(d("div","lb-measure-buttons")).append(C(t.again,"lb-plain",()=>this._begin()),C(t.close,
"lb-plain",()=>this.stop()));let o=L.Control.extend({options:{position:"bottomleft"},onAdd:()=>e});return new o().addTo(
this._map),L.DomEvent.disableClickPropagation(e),e},button:function(t,e){let n=C(this._data.words[t],"lb-tool",()=>{this.
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
_places[this._places.length-1],n=this._map;e&&n.latLngToContainerPoint(e).distanceTo(n.latLngToContainerPoint(t))<Cc||this.
_places.push(t),this._draw(null)},_hover:function(t){!this._done&&this._places.length&&this._draw(t.latlng)},_finish:function(){
this._done=!0,this._draw(null)},_key:function(t){if(!(t.target!==this._map.getContainer()&&t.key!=="Escape")){if(t.key===
"Escape")this.stop();else if(t.key===" ")this._add(this._map.getCenter());else if(t.key==="Enter")this._finish();else if(t.
key==="Backspace")this._places.pop(),this._done=!1,this._draw(null);else return;L.DomEvent.stop(t)}},_draw:function(t){let e=t?
[...this._places,t]:this._places,n=this._drawn,o=Object.assign({renderer:this._renderer,pane:jt,interactive:!1},Ec);n.clearLayers(),
this._closed&&e.length>2?n.addLayer(L.polygon(e,o)):e.length>1&&n.addLayer(L.polyline(e,o)),this._places.forEach(r=>n.addLayer(
L.circleMarker(r,Object.assign({},o,{radius:4,fillColor:"#ffffff",fillOpacity:1,weight:2}))));let i=e.length?Lc(e.map(r=>[
r.lng,r.lat]),this._closed,this._data):[];O(this._list,...i.flatMap(([r,a])=>[d("dt","",r),d("dd","",a)])),this._list.setAttribute(
"aria-live",t?"off":"polite")}});function wi(t,e){return t.landbaseMeasure=t.landbaseMeasure||new ie(t,e),t.landbaseMeasure}
var xi=(t,e)=>wi(t,e).button("measureLength",!1),vi=(t,e)=>wi(t,e).button("measureArea",!0);var H={notes:200,letters:500,places:500,link:1800,bytes:2e6},Ei={point:"Point",line:"LineString",area:"Polygon"},Ue={point:1,
line:2,area:3},Bn=["point","line","area"],qe=1e5,Ci=6,We=t=>(typeof t=="string"?t:"").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
"").slice(0,H.letters),kc=t=>Array.isArray(t)&&t.slice(0,2).every(Number.isFinite)&&t.length>=2&&Math.abs(t[0])<=180&&Math.
abs(t[1])<=85;function Li(t,e,n,o){return!(t in Ue)||!Array.isArray(e)||e.length<Ue[t]||e.length>H.places||t==="point"&&
e.length>1||!e.every(kc)?null:{kind:t,places:e.map(([s,i])=>[s,i]),text:We(n),parcel:We(o).slice(0,64)}}function ki(t){let e=([
o,s])=>[Number(o.toFixed(Ci)),Number(s.toFixed(Ci))],n=t.map(function({kind:o,places:s,text:i,parcel:r},a){let l=s.map(e),
h={point:l[0],line:l,area:[[...l,l[0]]]}[o];return{type:"Feature",geometry:{type:Ei[o],coordinates:h},properties:Object.
assign({number:a+1,note:i},r?{parcel_id:r}:{})}});return JSON.stringify({type:"FeatureCollection",landbase:"notes",features:n},
null,1)}function Ac(t){let{geometry:e,properties:n}=t||{};if(!e||!n||typeof n!="object")return null;let o=Bn.find(r=>Ei[r]===
e.type),{coordinates:s}=e;if(!o||!Array.isArray(s))return null;let i=o==="point"?[s]:s;return o==="area"&&(i=Array.isArray(
s[0])?s[0].slice(0,-1):[]),Li(o,i,n.note,n.parcel_id)}function Ai(t){let e=null;try{e=JSON.parse(t)}catch{return null}if(!e||
e.landbase!=="notes"||!Array.isArray(e.features))return null;let n=e.features.slice(0,H.notes).map(Ac),o=n.filter(Boolean);
return{notes:o,left:e.features.length-o.length}}function He(t){return t.length?JSON.stringify(t.map(function({kind:e,places:n,
text:o,parcel:s}){let i=0,r=0,a=n.flatMap(function([l,h]){let c=[Math.round(l*qe)-i,Math.round(h*qe)-r];return i+=c[0],r+=
c[1],c});return[Bn.indexOf(e),o,s,...a]})):""}function Oi(t){let e=null;try{e=JSON.parse(t||"[]")}catch{return[]}return Array.
isArray(e)?e.slice(0,H.notes).filter(Array.isArray).map(function([n,o,s,...i]){if(!i.every(Number.isInteger)||i.length%2)
return null;let r=[],a=0,l=0;for(let h=0;h<i.length;h+=2)r.push([(a+=i[h])/qe,(l+=i[h+1])/qe]);return Li(Bn[n],r,o,s)}).
filter(Boolean):[]}function Si(t,e){let n=new Set(t.map(o=>JSON.stringify(o)));return[...t,...e.filter(o=>!n.has(JSON.stringify(
o)))]}var Ze="lbNotes",jn="#0b6e4f",Rn=20,Oc=1200,Sc={color:jn,weight:2.5,fillColor:jn,fillOpacity:.12,interactive:!1},Mc=ie.extend(
{_name:"",initialize:function(t,e,n){ie.prototype.initialize.call(this,t,e),this._kept=n},draw:function(t,e){this._kind=
t,this._buttons={true:e,false:e},this.start(t==="area")},_press:function(){Object.values(this._buttons).forEach(t=>t.setAttribute(
"aria-pressed",String(this._busy===!0)))},_add:function(t){ie.prototype._add.call(this,t),this._kind==="point"&&this._finish()},
_finish:function(){let t=this._places.map(({lng:e,lat:n})=>[e,n]).slice(0,H.places);t.length<Ue[this._kind]||(this.stop(),
this._kept({kind:this._kind,places:t,text:"",parcel:""}))}});function Tc(t,e,n){let o=L.divIcon({className:"lb-memo-mark",
html:d("span","",String(e)),iconSize:[Rn,Rn]}),s=L.marker(t,{icon:o,title:n,pane:Ze});return s.paint=function(i,r){let[a,
l]=r.at(s.getLatLng());i.beginPath(),i.arc(a,l,Rn/2,0,2*Math.PI),Object.assign(i,{fillStyle:jn,strokeStyle:"#ffffff",lineWidth:1.5,
textAlign:"center",textBaseline:"middle",font:"600 12px sans-serif"}),i.fill(),i.stroke(),i.fillStyle="#ffffff",i.fillText(
String(e),a,l)},s}var Mi=t=>t.map(([e,n])=>[n,e]),Pc=L.Class.extend({initialize:function(t,e){let n=this._words=e.memo;this.
_map=t,this._notes=[],this._group=L.featureGroup().addTo(t),t.createPane(Ze).style.zIndex=630,this._renderer=L.svg({pane:Ze,
padding:.5}),this._pencil=new Mc(t,Object.assign({},e,{words:Object.assign({},e.words,n.drawing)}),o=>this._keep(o)),this.
button=C(n.memo,"lb-tool",()=>this.open(this._box.hidden)),this.button.setAttribute("aria-pressed","false"),this._box=this.
_panel(),this._take(),window.addEventListener("hashchange",()=>this._take()),this._receive(t.getContainer()),window.addEventListener(
"beforeunload",o=>{this._unlinked&&this._unsaved&&o.preventDefault()})},_panel:function(){let t=this._words,e=d("section",
"lb-panel lb-kit lb-memos leaflet-control");e.hidden=!0,e.setAttribute("aria-label",t.memo);let n=e.appendChild(d("div",
"lb-measure-buttons"));["point","line","area"].forEach(r=>{let a=n.appendChild(C(t[r],"lb-plain",()=>this._pencil.draw(r,
a)))}),this._list=e.appendChild(d("ol","lb-memo-list")),this._said=e.appendChild(d("p","lb-foot")),this._said.setAttribute(
"role","status");let o=e.appendChild(d("input"));Object.assign(o,{type:"file",accept:".json,.geojson",hidden:!0}),o.addEventListener(
"change",()=>{o.files.length&&this._read(o.files[0]),o.value=""});let s=e.appendChild(d("div","lb-measure-buttons"));this.
_save=C(t.save,"lb-plain",()=>this.save()),s.append(this._save,C(t.open,"lb-plain",()=>o.click()),C(t.close,"lb-plain",()=>this.
open(!1))),e.addEventListener("keydown",r=>{r.key==="Escape"&&this.open(!1)});let i=L.Control.extend({options:{position:"\
bottomleft"},onAdd:()=>e});return new i().addTo(this._map),L.DomEvent.disableClickPropagation(e),L.DomEvent.disableScrollPropagation(
e),e},open:function(t){t&&this._map.landbaseMeasure&&this._map.landbaseMeasure.stop(),this._box.hidden=!t,this._map.getContainer().
classList.toggle("lb-noting",t),this.button.setAttribute("aria-pressed",String(t)),(t?this._box.querySelector("button"):
this.button).focus()},_tell:function(){let{how:t,unlinked:e,linked:n}=this._words,{notes:o,letters:s}=H,i=this._unlinked?
e:this._notes.length?n:t;this._said.textContent=i.replace("{n}",o).replace("{letters}",s),this._save.disabled=!this._notes.
length},_line:function(t,e){let n=this._words,o=d("li","lb-memo"),s=h=>h.replace("{n}",e+1);o.appendChild(C(String(e+1),
"lb-memo-number",()=>this._show(t))).setAttribute("aria-label",s(n.show));let r=o.appendChild(d("div","lb-memo-text"));t.
parcel&&r.appendChild(d("span","lb-memo-parcel",n.about.replace("{id}",t.parcel)));let a=r.appendChild(d("textarea","lb-\
input"));return Object.assign(a,{value:t.text,rows:2,maxLength:H.letters,placeholder:n.write}),a.setAttribute("aria-labe\
l",s(n.text)),a.addEventListener("input",()=>{t.text=We(a.value),this._store()}),a.addEventListener("change",()=>this._draw()),
o.appendChild(C("×","lb-small",()=>this._remove(e))).setAttribute("aria-label",s(n.remove)),o},_show:function(t){zt(this.
_map,L.latLngBounds(Mi(t.places)))},_remove:function(t){this._notes.splice(t,1),this._changed();let e=this._list.querySelectorAll(
"textarea");(e[Math.min(t,e.length-1)]||this._box.querySelector("button")).focus()},_keep:function(t){return this._notes.
length>=H.notes?j(this._map,this._words.full.replace("{n}",H.notes)):(t.kind==="point"&&!t.parcel&&(t.parcel=this._parcelAt(
t.places[0])),this._notes.push(t),this.open(!0),this._changed(),this._list.lastChild.querySelector("textarea").focus())},
_parcelAt:function([t,e]){for(let{store:n}of M(this._map)){let o=n.at(...E.units({lng:t,lat:e}),0,0);if(o>=0)return this.
_idOf(n,o)}return""},_idOf:function(t,e){let n=t.columns.findIndex(({name:o})=>o==="parcel_id");return n<0?"":t.text(n,e)},
forCard:function({store:t},e,n){return C(this._words.here,"lb-small lb-choose",()=>{this._map.closePopup(),this._keep({kind:"\
point",places:[[n.lng,n.lat]],text:"",parcel:this._idOf(t,e)})})},_changed:function(){this._draw(),O(this._list,...this.
_notes.map((t,e)=>this._line(t,e))),this._store()},_draw:function(){let t=Object.assign({renderer:this._renderer,pane:Ze},
Sc);this._group.clearLayers(),this._notes.forEach(({kind:e,places:n,text:o},s)=>{let i=Mi(n);e==="line"&&this._group.addLayer(
L.polyline(i,t)),e==="area"&&this._group.addLayer(L.polygon(i,t)),Tc(i[0],s+1,o||this._words.memo).addTo(this._group).on(
"click",()=>{this.open(!0),this._list.children[s].querySelector("textarea").focus()})})},_store:function(){let t=He(this.
_notes);this._unsaved=this._notes.length>0,this._unlinked=encodeURIComponent(t).length>H.link,F("notes",this._unlinked?"":
t),this._tell()},_take:function(){if(this._unlinked&&!D("notes"))return;let t=Oi(D("notes"));(He(t)!==He(this._notes)||!t.
length)&&(this._notes=t,this._draw(),O(this._list,...t.map((e,n)=>this._line(e,n)))),this._tell()},save:function(){oe(this.
_words.file+".geojson",new Blob([ki(this._notes)],{type:"application/geo+json"})),this._unsaved=!1},_read:async function(t){
let e=this._words,n=t.size>H.bytes?null:Ai(await t.text());if(!n)return j(this._map,e.none.replace("{file}",t.name));let o=Si(
this._notes,n.notes),s=o.slice(0,H.notes),i=n.left+o.length-s.length;this._notes=s,this.open(!0),this._changed();let r=e.
read.replace("{n}",n.notes.length)+(i?e.left.replace("{n}",i):"");return this._said.textContent=r,xt(this._map,r)},_receive:function(t){
let e=n=>n.dataTransfer&&[...n.dataTransfer.types].includes("Files");t.addEventListener("dragover",n=>e(n)&&n.preventDefault()),
t.addEventListener("drop",n=>{e(n)&&(n.preventDefault(),[...n.dataTransfer.files].slice(0,1).forEach(o=>this._read(o)))})},
lines:function(){let t=[],e=Oc;this._notes.every(function({text:o,parcel:s},i){let r=i+1+". "+(s?s+" ":"")+o.replace(/\n/g,
" ");return e-=r.length,e>=0&&t.push(r),e>=0});let n=this._notes.length-t.length;return n&&t.push(this._words.unprinted.
replace("{n}",n)),t.length?[this._words.memo+this._words.colon+t.join("　")]:[]}});function Ti(t,e){return t.landbaseNotepad=
new Pc(t,e),t.landbaseNotepad.button}var re=2,lt=12,qn=22,yt=20,Hn="#1f2933",Nc="#5f6c7b",Ic="#dde3e9",Wn={size:18,weight:600,color:"#ffffff",tall:26},Ke={size:13,
weight:400,color:"#dfe8f0",tall:20},Dc=/[!-~]+[\s、，。]*|[^!-~][、，。：）]*/gu,Ni=()=>getComputedStyle(document.
documentElement).getPropertyValue("--lb-fonts"),Ii=({size:t=13,weight:e=400})=>e+" "+t+"px "+Ni();function wt(t,e,n,o,s){
t.font=Ii(s),t.fillStyle=s.color||Hn,t.textAlign=s.align||"left",t.textBaseline="middle",t.fillText(e,n,o)}function Ve(t,e,n){
return t.font=Ii(n),t.measureText(e).width}function Un(t,e,n,o){let s=[""],i=a=>Ve(t,a.trimEnd(),n)<=o,r=function(a){let l=s[s.
length-1];l&&!i(l+a)?s.push(a):s[s.length-1]+=a};return(e.match(Dc)||[]).forEach(a=>(i(a)?[a]:[...a]).forEach(r)),s.map(
a=>Object.assign({text:a},n))}function Fc(t,e,n,o){let s=o-2*yt,i=e.marks.join("　"),r=Un(t,e.title,Wn,s),l=Ve(t,e.title,
Wn)+24+Ve(t,i,Ke)<=s?i:"";if(i&&!l&&r.push(...Un(t,i,Ke,s)),e.filters.length){let h=n.filtered+e.filters.join(n.and);r.push(
...Un(t,h,Ke,s))}return{lines:r,beside:l,height:r.reduce((h,c)=>h+c.tall,22)}}function zc(t,e,n){t.fillStyle="#22384d",t.
fillRect(0,0,n,e.height);let o=11;e.lines.forEach(function(i){wt(t,i.text,yt,o+i.tall/2,i),o+=i.tall});let s=Object.assign(
{},Ke,{align:"right"});wt(t,e.beside,n-yt,11+Wn.tall/2,s)}var Bc=t=>[...t.rows].map(function(e){let n=e.querySelector(".\
lb-swatch");return{texts:[...e.cells].map(o=>o.textContent),look:n&&[n.style.backgroundColor,n.style.borderColor],head:e.
parentElement.tagName==="THEAD",total:e.className==="lb-total"}}).filter(e=>e.head||e.total||e.texts[1]!=="0");function Rc(t,e){
return t.font="600 13px "+Ni(),e[0].texts.map((n,o)=>Math.max(...e.map(s=>t.measureText(s.texts[o]).width+(o?18:36))))}function jc(t,e,n){
if(!e.tables.length)return null;let[o]=e.tables,s=Bc(o),i=Rc(t,s),r=o.caption.textContent,a=i.reduce((f,u)=>f+u,14),l=Math.
max(a,28+Ve(t,r,{weight:600}));i[0]+=l-a;let h=(s.length+1)*qn+2*lt,c=l<n.x/2&&h+2*lt<=n.y;return{title:r,lines:s,columns:i,
width:l,height:h,inside:c}}function Uc(t,e,n,o){let{columns:s,lines:i}=e,r=s.map((a,l)=>s.slice(0,l+1).reduce((h,c)=>h+c,
n));t.fillStyle="#ffffff",t.strokeStyle=Ic,t.lineWidth=1,t.fillRect(n,o,e.width,e.height),t.strokeRect(n+.5,o+.5,e.width-
1,e.height-1),wt(t,e.title,n+14,o+lt+qn/2,{weight:600}),i.forEach(function(a,l){let h=o+lt+qn*(l+1.5),c=a.total?600:400,
f=a.head?{size:12,color:Nc}:{weight:c};a.look&&(t.fillStyle=a.look[0],t.strokeStyle=a.look[1],t.fillRect(n+14,h-6,12,12),
t.strokeRect(n+14.5,h-5.5,11,11));let u=a.look?34:14;wt(t,a.texts[0],n+u,h,f),a.texts.slice(1).forEach((p,m)=>wt(t,p,r[m+
1],h,Object.assign({align:"right"},f)))})}function Di(t,e,n,o,s){t.fillStyle="rgba(255, 255, 255, 0.75)",t.fillRect(e,n,
o,s)}function qc(t,e,n,o){let s=Tt(160*e,o),i=s.metres/e,r=yt,a=n-24;Di(t,r-6,a-22,i+12,28),t.strokeStyle=Hn,t.lineWidth=
2,t.beginPath(),t.moveTo(r,a-6),t.lineTo(r,a),t.lineTo(r+i,a),t.lineTo(r+i,a-6),t.stroke(),wt(t,s.text,r+i/2,a-12,{align:"\
center",size:12})}function Wc(t,e,n){let o=new Path2D("M10 0 L18 30 L10 24 L2 30 Z");Di(t,yt-4,e+8,28,58),wt(t,n.north,yt+
10,e+20,{weight:600,align:"center"}),t.save(),t.translate(yt,e+32),t.fillStyle=Hn,t.strokeStyle="#ffffff",t.lineWidth=.6,
t.fill(o),t.stroke(o),t.restore()}function Pi(t,e,n){let o=t.getSize(),s=ut(t),i=e.words,r=document.createElement("canva\
s"),a=r.getContext("2d"),l=jc(a,s,o),h=l&&!l.inside,c=o.x+(h?l.width+2*lt:0),f=Math.max(o.y,h?l.height+2*lt:0),u=Fc(a,s,
i,c),p=t.getCenter();r.width=c*re,r.height=(u.height+f)*re;let m=Mt(t,{center:p,zoom:t.getZoom(),width:o.x,height:o.y,ratio:re,
ground:"#e9eef2",tiles:n});return a.scale(re,re),a.fillStyle="#ffffff",a.fillRect(0,0,c,u.height+f),a.drawImage(m,0,u.height,
o.x,o.y),zc(a,u,c),l&&Uc(a,l,c-l.width-lt,u.height+lt),Wc(a,u.height,i),qc(a,tt(p.lat,t.getZoom()),u.height+o.y,i),r}function Fi(t,e){
let n=e.words;return C(n.picture,"lb-tool",function(){if(!ue(t))return j(t,n.unready);let o=function(i){oe(ut(t).title+"\
.png",i),xt(t,n.saved)},s=Pi(t,e,!0);try{s.toBlob(o,"image/png")}catch(i){if(i.name!=="SecurityError")throw i;Pi(t,e,!1).
toBlob(o,"image/png"),j(t,n.withoutTiles)}})}var Hc=1.15,Zc=4,zi=300,Zn=60;function Bi(t,e){let n=t.getCenter(),[o,s]=[t.getWest(),t.getEast()],i=L.latLng(n.lat,o).distanceTo(
[n.lat,s]),r=L.latLng(t.getSouth(),n.lng).distanceTo([t.getNorth(),n.lng]);return{center:n,across:Math.max(zi,i*e),down:Math.
max(zi,r*e)}}function Ri(t,e,n,o){let s=M(t).map(({store:r})=>({store:r,shown:r.shown,selected:r.selected})),i=function(){
s.forEach(function({store:r,shown:a,selected:l}){r.shown=a.map((h,c)=>h&&e(r,c)?1:0),r.selected=l.map((h,c)=>h&&n(r,c)?1:
0)});try{return o()}finally{s.forEach(({store:r,shown:a,selected:l})=>Object.assign(r,{shown:a,selected:l}))}};return t.
landbaseOverview?t.landbaseOverview.plainly(i):i()}function Kc(t,e,{heads:n,lines:o,total:s}){let i=d("table"),r=d("thea\
d"),a=d("tbody"),l=d("tfoot"),h=function(p,m,_){let g=d("tr");return g.appendChild(d("th")).append(..._?[q(_)]:[],p),m.forEach(
b=>g.appendChild(d("td","",b))),g},c={count:0,mu:0,ha:0},f=({count:p,mu:m,ha:_})=>[p.toLocaleString("en-US"),rt(m),rt(_)];
i.dataset.part="legend",i.appendChild(d("caption","",t));let u=r.appendChild(d("tr"));return n.forEach(p=>u.appendChild(
d("th","",p))),o.filter(({position:p})=>e.has(p)).forEach(function(p){let m=e.get(p.position);Object.keys(c).forEach(_=>c[_]+=
m[_]),a.appendChild(h(p.label,f(m),p))}),l.appendChild(h(s.label,f(c))).className="lb-total",i.append(r,a,l),i}function Vc({
title:t,lines:e}){let n=d("table","lb-overview"),o=d("tbody");return n.append(d("caption","",t),o),e.forEach(s=>o.appendChild(
d("tr")).appendChild(d("th")).append(q(s),s.label)),n}function Gc(t,e,n){return new Map(M(t).map(function({store:o}){let{
codes:s,keys:i,parts:r}=J(o,e),a=i.indexOf(n),l=Uint8Array.from(s,h=>h===a?1:0);return r&&r.rows.forEach((h,c)=>r.lines[c]===
a&&(l[h]=1)),[o,l]}))}function $c(t,e,n){let{groups:o,categories:s,units:i}=e,r=Bt(t,o.column,"class",s),a=ke(r,Pt(o.labels,
r),i),l=new Map;return t.eachLayer(h=>(h.lands||[]).forEach(({name:c,polygon:f})=>f&&l.set(c,L.latLngBounds(f.getBounds().
getSouthWest(),f.getBounds().getNorthEast()).extend(l.get(c)||f.getBounds())))),[...a].map(function([h,c]){let f=Gc(t,o.
column,h),u=h||o.missing,p=(_,g)=>f.get(_)[g],m=l.get(h)||ot(t,(_,g)=>_.shown[g]&&p(_,g));return m&&{name:u,view:Bi(m,Hc),
draw:_=>Ri(t,p,()=>!0,_),tables:[Kc(e.title,c,e)],note:n.ofBanner.replace("{banner}",u),groupNotes:[o.note]}}).filter(Boolean)}
function Jc(t){let e=t.landbaseSelection;return(e?e.chosen():[]).map(function({layer:n,row:o}){let{store:s,options:i}=n,
r=4*o;if(s.polygons[o]===s.polygons[o+1])return null;let[a,l]=[r,r+2].map(c=>E.lonLat(s.boxes[c],s.boxes[c+1])),h=(c,f)=>c===
s&&f===o;return{name:s.columns.length&&s.text(0,o)||i.untitled,view:Bi(L.latLngBounds([a[1],a[0]],[l[1],l[0]]),Zc),draw:c=>Ri(
t,()=>!0,h,c),alone:!0,tables:[Nn(n,o),...t.landbaseLegend?[Vc(t.landbaseLegend)]:[]]}}).filter(Boolean)}function ji(t){
let e=t.landbaseLegend,n=t.landbaseSelection;return["view",...e&&e.groups?["banner"]:[],...n&&n.chosen().length?["parcel"]:
[]]}function Ui(t,e,n){return e==="banner"?$c(t,t.landbaseLegend,n):Jc(t)}var Kn=96/25.4,Yc=3,Xc=2,Qc=12,Ge=[100,1e8],th={view:"pagesView",banner:"pagesBanner",parcel:"pagesParcel"},qi=/(\d{4}-\d{2}-\d{2})/,
eh=.85,Vn=.5,nh=.05,oh=[1,1.25,1.5,2,2.5,3,4,5,6,7.5,10],Wi={A4:{width:297,height:210,map:[186,167]},A3:{width:420,height:297,
map:[300,254]}},sh={A4:{width:210,height:297,map:[190,166],upright:!0},A3:{width:297,height:420,map:[277,256],upright:!0}};
function ih(t){let e=10**Math.floor(Math.log10(t));return oh.map(n=>n*e).find(n=>n>=t*(1-1e-9))}function rh(){let t=new Date;
return Date.UTC(t.getFullYear(),t.getMonth(),t.getDate())/864e5}function Ut(t){let e=d("p");return e.append(...t.split(qi).
map(n=>qi.test(n)?d("span","lb-date",n):n)),e}var Hi=t=>t.scrollHeight>t.clientHeight||getComputedStyle(t).columnCount!==
"auto"&&t.scrollWidth>t.clientWidth;function $e(t,e){for(let n=1;n>=e-1e-9;n-=nh)if(t.style.setProperty("--lb-type",n.toFixed(
2)),!Hi(t))return!0;return!1}function ah(t){if(typeof OffscreenCanvas>"u")return t;let e=new OffscreenCanvas(t.width,t.height),
n=document.createElement("canvas");return e.getContext("2d").drawImage(t,0,0),n.width=t.width,n.height=t.height,n.getContext(
"bitmaprenderer").transferFromImageBitmap(e.transferToImageBitmap()),n}var lh=L.Class.extend({initialize:function(t,e){this.
_map=t,this._words=e.words,this._data=e,this.button=C(e.words.print,"lb-tool",()=>this.open()),window.addEventListener("\
beforeprint",()=>{this._box||this.open({once:!0})}),window.addEventListener("afterprint",()=>this._once&&this.close())},
open:function(t){if(!this._box)return this._once=!!(t&&t.once),ue(this._map)?(this._view=Mo(this._map),this._box=document.
body.appendChild(d("div","lb-print")),this._box.setAttribute("role","dialog"),this._box.setAttribute("aria-modal","true"),
this._box.setAttribute("aria-label",this._words.print),document.body.classList.add("lb-printing"),this._page=document.head.
appendChild(d("style")),this._form=this._box.appendChild(this._fields()),this._stage=this._box.appendChild(d("div","lb-s\
tage")),this._resized=()=>this._fit(),window.addEventListener("resize",this._resized),this._box.addEventListener("keydow\
n",e=>this._key(e)),this._rescale(),this._paper.focus()):this._refuse()},_refuse:function(){if(!this._once)return j(this.
_map,this._words.unready);this._box=document.body.appendChild(d("div","lb-print")),this._box.appendChild(d("p","lb-unrea\
dy",this._words.unready)),document.body.classList.add("lb-printing")},close:function(){this._turn=(this._turn||0)+1,this.
_resized&&window.removeEventListener("resize",this._resized),document.body.classList.remove("lb-printing"),this._box.remove(),
this._page&&this._page.remove(),this._box=null,this.button.focus()},_key:function(t){if(t.key==="Escape"&&this.close(),t.
key!=="Tab")return;let e=[...this._form.querySelectorAll("select, input, button")].filter(s=>s.offsetParent&&!s.disabled),
n=t.shiftKey?e[e.length-1]:e[0],o=t.shiftKey?e[0]:e[e.length-1];document.activeElement===o&&(t.preventDefault(),n.focus())},
_fields:function(){let t=this._words,e=d("form","lb-print-form"),n=function(i,r){let a=e.appendChild(d("label","",t[i]));
return r.classList.add("lb-input","lb-field-"+i),a.appendChild(r),r},o=(i,r)=>{let a=n(i,d("input"));return a.value=r,a.
addEventListener("change",()=>this._draw()),a},s=(i,r)=>{let a=n(i,d("select"));return r.forEach(([l,h])=>a.appendChild(
d("option","",h)).value=l),a.addEventListener("change",()=>this._rescale()),a};return e.addEventListener("submit",i=>i.preventDefault()),
this._kind=s("pages",ji(this._map).map(i=>[i,t[th[i]]])),this._kind.parentElement.hidden=this._kind.options.length<2,this.
_paper=s("paper",Object.keys(Wi).map(i=>[i,i])),this._way=s("way",["across","upright"].map(i=>[i,t[i]])),this._scale=n("\
scale",d("input")),Object.assign(this._scale,{type:"number",min:Ge[0],max:Ge[1],step:"any"}),this._scale.addEventListener(
"change",()=>this._setScale(Number(this._scale.value))),this._day=o("day",V(rh(),this._words.date)),this._maker=o("maker",
""),this._source=o("source",this._data.source),this._said=e.appendChild(d("span","lb-print-said")),this._said.setAttribute(
"role","status"),this._now=C(t.printNow,"lb-plain lb-main",()=>window.print()),e.append(this._now,C(t.close,"lb-plain",()=>this.
close())),e},_paperNow:function(){return(this._way.value==="upright"?sh:Wi)[this._paper.value]},_scaleOf:function(t){let[
e,n]=this._paperNow().map,[o,s]=Ge,i=ih(Math.max(t.across/e,t.down/n)*1e3);return Math.min(s,Math.max(o,i))},_rescale:function(){
this._fixed=null,this._pages=this._kind.value==="view"?[{view:this._view,draw:t=>t()}]:Ui(this._map,this._kind.value,this.
_words),this._draw()},_setScale:function(t){let[e,n]=Ge;t>0&&(this._fixed=Math.min(n,Math.max(e,t))),this._draw()},_draw:function(){
let t=this._paperNow(),e=this._pages.slice(0,Zn),n=this._turn=(this._turn||0)+1,o=this._pages.length;this._page.textContent=
"@page { size: "+t.width+"mm "+t.height+"mm; margin: 0 }",this._stage.classList.toggle("lb-many",e.length>1),O(this._stage),
this._scale.value=this._fixed||(e.length?this._scaleOf(e[0].view):""),this._now.disabled=e.length>1;let s=i=>{n!==this._turn||
!this._box||(i<e.length&&this._add(t,e[i],e.length),this._said.textContent=e.length<2?"":this._words[o>e.length?"tooMany\
Pages":"drawn"].replace("{n}",Math.min(i+1,e.length)).replace("{all}",e.length).replace("{most}",Zn),i+1<e.length?setTimeout(
s,0,i+1):this._now.disabled=!e.length)};s(0)},_add:function(t,e,n){this._denominator=this._fixed||this._scaleOf(e.view);
let{about:o,figure:s}=e.draw(()=>({about:ut(this._map),figure:this._mapOf(t,e.view,n)}));e.tables&&Object.assign(o,{tables:e.
tables,groupNotes:e.groupNotes||[]});let i=this._stage.appendChild(d("div","lb-holder")),r=d("article",t.upright?"lb-she\
et lb-upright":"lb-sheet");e.alone?Object.assign(o,{marks:[o.title,...o.marks],title:e.name}):e.name&&(o.title=this._words.
pageTitle.replace("{title}",o.title).replace("{name}",e.name)),r.style.width=t.width+"mm",r.style.height=t.height-.5+"mm",
r.style.setProperty("--lb-map-height",t.map[1]+"mm");let a=r.appendChild(d("header","lb-sheet-head"));a.appendChild(d("h\
1","",o.title)),a.appendChild(d("p","",o.marks.join("　"))),r.append(s,this._side(o,e),this._foot()),i.appendChild(r),this.
_spare(r.querySelector(".lb-sheet-side")),$e(r.querySelector(".lb-sheet-foot"),Vn),this._fit()},_mapOf:function(t,e,n){let[
o,s]=t.map,i=d("figure","lb-sheet-map"),r=e.center.lat,a=this._denominator/1e3/Kn,l=ah(Mt(this._map,{center:e.center,zoom:Math.
log2(tt(r,0)/a),width:o*Kn,height:s*Kn,ratio:n>Qc?Xc:Yc,ground:"#f4f6f8"}));return l.style.width=i.style.width=o+"mm",l.
style.height=i.style.height=s+"mm",l.setAttribute("role","img"),l.setAttribute("aria-label",this._words.map),i.append(l,
this._north()),i},_north:function(){let t=d("div","lb-north"),e=L.SVG.create("svg"),n=L.SVG.create("path");return e.setAttribute(
"viewBox","0 0 20 30"),n.setAttribute("d","M10 0 L18 30 L10 24 L2 30 Z"),e.appendChild(n),t.append(d("span","",this._words.
north),e),t},_side:function(t,e){let n=d("section","lb-sheet-side"),o=this._words;return t.tables.forEach(function(s){let i=n.
appendChild(s.cloneNode(!0));s.tagName==="TABLE"&&(i.className=s.dataset.part==="groups"?"lb-sheet-groups":"lb-sheet-leg\
end",i.querySelectorAll("tbody tr").forEach(r=>{r.cells[1]&&r.cells[1].textContent==="0"&&r.remove()}))}),t.filters.length&&
n.appendChild(Ut(o.filtered+t.filters.join(o.and))),t.tables.length&&(e.note||!e.name)&&n.appendChild(Ut(e.note||o.ofAll)),
t.notes.forEach(s=>n.appendChild(Ut(s))),t.groupNotes.forEach(s=>n.appendChild(Ut(s)).classList.add("lb-sheet-groups")),
n},_spare:function(t){let e=t.querySelectorAll(".lb-sheet-groups");$e(t,eh)||(e.forEach(n=>n.hidden=!0),$e(t,Vn),e.forEach(
n=>n.hidden=!1),!(!e.length||!Hi(t))&&(e.forEach(n=>n.remove()),t.appendChild(Ut(this._words.noRoom)),$e(t,Vn)))},_foot:function(){
let t=this._words,e=this._denominator,n=d("footer","lb-sheet-foot"),o=Tt(60*e/1e3,t),s=n.appendChild(d("div","lb-sheet-s\
cale"));s.appendChild(d("span","lb-ratio",t.ratio+e.toLocaleString("en-US")));let i=s.appendChild(d("span","lb-scale-bar"));
i.style.width=o.metres/e*1e3+"mm",i.append(...[1,2,3,4].map(()=>d("i"))),s.appendChild(d("span","",o.text)),s.appendChild(
d("small","",t.centre));let r=[["source",this._source],["maker",this._maker],["day",this._day]].filter(([,a])=>a.value.trim()).
map(([a,l])=>t[a]+t.colon+l.value.trim());return n.appendChild(Ut(r.join("　"))),n},_fit:function(){let t=this._stage;[
...t.children].forEach(function(e){let n=e.firstElementChild,{offsetWidth:o,offsetHeight:s}=n,i=Math.min(1,(t.clientWidth-
32)/o,(t.clientHeight-32)/s),r=Math.max(.3,i);n.style.transform="scale("+r+")",e.style.width=o*r+"px",e.style.height=s*r+
"px"})}}),Zi=(t,e)=>new lh(t,e).button;function ch(){let t=D("theme");return t==="dark"||t==="light"?t:null}function Ki(t,e){let n=e.words,o=document.documentElement,
s=window.matchMedia("(prefers-color-scheme: dark)"),i=()=>s.matches?"dark":"light",r=C(n.dark,"lb-tool",function(){let h=o.
dataset.theme==="dark"?"light":"dark";F("theme",h===i()?"":h),a(h)}),a=function(h){o.dataset.theme=h,r.setAttribute("ari\
a-pressed",String(o.dataset.theme==="dark"))},l=()=>a(ch()||i());return s.addEventListener("change",l),window.addEventListener(
"hashchange",l),l(),r}var Vi={measureLength:xi,measureArea:vi,memo:Ti,print:Zi,picture:Fi,theme:Ki,list:bi};function hh(t,e){let n=t.getContainer().
previousElementSibling;if(n&&n.classList.contains("lb-title")){n.appendChild(e);return}let o=L.Control.extend({options:{
position:"topleft"},onAdd:()=>{let s=d("div","lb-tools-alone leaflet-control");return s.appendChild(e),L.DomEvent.disableClickPropagation(
s),s}});t.getContainer().classList.add("lb-map"),new o().addTo(t)}function dh(t,e){let n=[...t.querySelectorAll("a[href]\
, button, input, [tabindex]")].filter(i=>i.offsetParent&&!i.disabled&&i.tabIndex>=0),[o,s]=e.shiftKey?[n[0],n[n.length-1]]:
[n[n.length-1],n[0]];document.activeElement===o&&(e.preventDefault(),s.focus())}function fh(t){let e=null;t.on("popupope\
n",function(n){let o=n.popup.getElement(),s=o.querySelector(".lb-card-title");if(!s)return;o.setAttribute("role","dialog"),
o.setAttribute("aria-label",s.textContent),o.addEventListener("keydown",function(a){a.key==="Escape"&&t.closePopup(),a.key===
"Tab"&&dh(o,a)});let i=document.activeElement;if(!i||!i.matches(".lb-search input"))return;e=i;let r=o.querySelector(".l\
eaflet-popup-close-button");r&&r.focus()}),t.on("popupclose",function(){e&&e.focus(),e=null})}function uh(t,e){let n=t.getContainer();
n.setAttribute("role","region"),n.setAttribute("aria-label",e.map),n.querySelectorAll(".lb-legend, .lb-layers").forEach(
o=>o.tabIndex=0),n.querySelectorAll(".leaflet-control-zoom a").forEach(function(o){o.setAttribute("aria-label",o.title)})}
function Gi(t,e){let n=e.words,o=d("div","lb-tools");o.setAttribute("role","toolbar"),o.setAttribute("aria-label",n.tools),
Object.keys(Vi).filter(s=>e.features.includes(s)).forEach(s=>o.appendChild(Vi[s](t,e))),hh(t,o),uh(t,n),fh(t),t.on("land\
base:figures",function(s){let{count:i,mu:r,ha:a}=s.total;xt(t,n.figures.replace("{count}",i).replace("{mu}",r).replace("\
{ha}",a))})}var $i={parcels:ni,tiles:ui,banners:Yn,outlines:$n,pictures:to,sketch:no},ph={panes:Xo,title:Qo,controls:ts,fit:rs,layerControl:es,
legend:Le,panel:Us,time:di,selection:ei,tools:Gi};function mh(t,e){let{kind:n,data:o,options:s}=Wt(t);return Object.prototype.
hasOwnProperty.call($i,n)?$i[n](o,s):ph[n](e,s)}window.addEventListener("hashchange",Io);document.addEventListener("DOMContentLoaded",go);L.Map.addInitHook(function(){_o(
this),Po(this)});return nr(_h);})();
